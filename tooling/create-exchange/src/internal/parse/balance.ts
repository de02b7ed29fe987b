/** What is held, per wallet and asset. */
import type { ReadRow, Reply, Rows, WalletBalance } from "@caudal/exchange"
import { Decimal, listIn, readRows } from "@caudal/exchange"

const readBalance: ReadRow<WalletBalance> = (row) => {
  const { asset } = row
  if (typeof asset !== "string" || asset === "") return "asset is not a code"
  const total = Decimal.parse(row["total"])
  if (total === undefined) return "total is not a decimal"
  const locked = Decimal.parse(row["locked"])
  if (locked === undefined) return "locked is not a decimal"
  return { wallet: "spot", asset, total, available: Decimal.subtract(total, locked), locked }
}

export const parseBalance = ({ json }: Reply): Rows<WalletBalance> => readRows(listIn(json, "rows"), "/rows", readBalance, undefined)
