/** What is held, per wallet and asset. */
import type { Json, QuarantinedRow, Reply, WalletBalance } from "@caudal/exchange"
import { Decimal, LosslessJson } from "@caudal/exchange"

const readBalance = (row: Json): WalletBalance | string => {
  if (!LosslessJson.isObject(row)) return "the balance is not an object"
  const { asset } = row
  if (typeof asset !== "string" || asset === "") return "asset is not a code"
  const total = Decimal.parse(row["total"])
  if (total === undefined) return "total is not a decimal"
  const locked = Decimal.parse(row["locked"])
  if (locked === undefined) return "locked is not a decimal"
  return { wallet: "spot", asset, total, available: Decimal.subtract(total, locked), locked }
}

export const parseBalance = ({
  json
}: Reply): { readonly items: ReadonlyArray<WalletBalance>; readonly quarantined: ReadonlyArray<QuarantinedRow> } => {
  const rows = LosslessJson.isObject(json) && Array.isArray(json["rows"]) ? (json["rows"] as ReadonlyArray<Json>) : []
  const read = rows.map(readBalance)
  return {
    items: read.filter((one) => typeof one !== "string"),
    quarantined: read.flatMap((one, i) => (typeof one === "string" ? [{ pointer: `/rows/${i}`, reason: one }] : []))
  }
}
