/**
 * Takes personal data out of a reply before anything stores, logs or reads it.
 *
 * The lists of money that comes and goes keep what is technical and lose the rest: who was on the other side of a P2P
 * order, what the owner noted on a withdrawal, the address behind a transfer between two accounts of Binance, which may be
 * an e-mail or a telephone number. An address on a chain stays. A text that is no JSON is replaced by one that `classify`
 * reads in the same way, since half a page still holds whole names. Of a refusal only the code stays: its text may quote
 * this server's address.
 */
import type { Json } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { readNumber } from "./parse/fields.ts"

interface Kept {
  /** Where the rows are; `null`: the reply is the list. */
  readonly key: string | null
  readonly fields: ReadonlySet<string>
}

const moved = ["id", "amount", "coin", "network", "status", "addressTag", "txId", "transferType", "walletType"]

const lists: Readonly<Record<string, Kept>> = {
  deposits: { key: null, fields: new Set([...moved, "address", "insertTime", "completeTime", "confirmTimes", "unlockConfirm"]) },
  withdrawals: { key: null, fields: new Set([...moved, "address", "transactionFee", "applyTime", "completeTime", "confirmNo"]) },
  fiat_orders: {
    key: "data",
    fields: new Set(["orderNo", "fiatCurrency", "indicatedAmount", "amount", "totalFee", "method", "status", "createTime", "updateTime"])
  },
  fiat_payments: {
    key: "data",
    fields: new Set([
      "orderNo",
      "sourceAmount",
      "fiatCurrency",
      "obtainAmount",
      "cryptoCurrency",
      "totalFee",
      "price",
      "status",
      "paymentMethod",
      "createTime",
      "updateTime"
    ])
  },
  p2p: {
    key: "data",
    fields: new Set([
      "orderNumber",
      "tradeType",
      "asset",
      "fiat",
      "amount",
      "totalPrice",
      "unitPrice",
      "orderStatus",
      "createTime",
      "commission",
      "advertisementRole"
    ])
  }
}

/** `{"code":-2015,"msg":…}`, which no list begins with. */
const refusal = /^\s*\{\s*"(?:code|msg)"/
const nothing: Kept = { key: null, fields: new Set() }

export const redact = (endpoint: string, text: string): string => {
  const kept = Object.hasOwn(lists, endpoint) ? lists[endpoint] : refusal.test(text) ? nothing : undefined
  return kept === undefined ? text : rewrite(text, kept)
}

const rewrite = (text: string, kept: Kept): string => {
  let json: Json
  try {
    json = LosslessJson.parse(text)
  } catch {
    return text.trimStart().startsWith("<") ? "<html></html>" : ""
  }
  if (Array.isArray(json)) return JSON.stringify(kept.key === null ? rows(json, kept) : [])
  return LosslessJson.isObject(json) ? JSON.stringify(envelope(json, kept)) : "null"
}

type Fields = { readonly [key: string]: Json }

const envelope = (json: Fields, kept: Kept): Json =>
  Object.fromEntries(
    Object.entries(json).flatMap(([name, value]): Array<[string, Json]> => {
      if (name === kept.key && Array.isArray(value)) return [[name, rows(value, kept)]]
      // That a refusal came with words says that it is one.
      if (name === "msg") return [[name, ""]]
      return name === "code" || name === "total" || name === "success" ? [[name, scalar(value)]] : []
    })
  )

const rows = (list: ReadonlyArray<Json>, { fields }: Kept): Json =>
  list.map((row) =>
    LosslessJson.isObject(row)
      ? Object.fromEntries(
          Object.entries(row).flatMap(([name, value]): Array<[string, Json]> => {
            const shown = fields.has(name) && (name !== "address" || isOnChain(row, value))
            return shown ? [[name, scalar(value)]] : []
          })
        )
      : scalar(row)
  )

const isOnChain = ({ transferType }: Fields, address: Json): boolean =>
  readNumber(transferType) !== 1 && typeof address === "string" && /^[A-Za-z0-9:_.-]{10,200}$/.test(address)

/**
 * Numbers become texts: the decoder leaves those of a page as numbers or none, and a row must be the same on every page. An
 * object loses what is in it and stays one, so that a value that cannot be read is not taken for a missing one.
 */
const scalar = (value: Json): Json => (typeof value === "number" ? String(value) : typeof value === "object" && value !== null ? {} : value)
