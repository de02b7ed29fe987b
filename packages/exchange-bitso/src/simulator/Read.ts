/** A read as the simulator knows it, and what lists have in common: faults bend their rows, `limit` cuts them. */
import { bendRows, parseWire, type ActiveFaults, type JsonRow, type RowBender, type Answer } from "@caudal/exchange/simulator"

export interface ReadRequest {
  readonly query: URLSearchParams
  readonly faults: ActiveFaults
  /** The exchange's clock. */
  readonly now: number
}

export interface Read {
  readonly signed: boolean
  /** The name a key's permission goes by. */
  readonly permission: string
  readonly answer: (request: ReadRequest) => Answer
}

const lastDigit = (text: string): string => text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))
const bumped = (value: unknown): unknown => (typeof value === "string" ? lastDigit(value) : value)

const firstUpdate = (row: JsonRow, change: (update: JsonRow) => JsonRow): JsonRow => {
  const updates = row["balance_updates"]
  if (!Array.isArray(updates) || updates.length === 0) return row
  return { ...row, balance_updates: [change(updates[0] as JsonRow), ...updates.slice(1)] }
}

const bender: RowBender = {
  uncorrect: (row) => {
    if ("balance_updates" in row) return firstUpdate(row, (update) => ({ ...update, amount: bumped(update["amount"]) }))
    if ("status" in row) return { ...row, status: "pending" }
    return "price" in row ? { ...row, price: bumped(row["price"]) } : { ...row, total: bumped(row["total"]) }
  },
  withOperation: (row, operation) => {
    if ("operation" in row) return { ...row, operation }
    return "status" in row ? { ...row, status: operation } : { ...row, side: operation }
  },
  withCurrency: (row, currency) => {
    if ("balance_updates" in row) return firstUpdate(row, (update) => ({ ...update, currency }))
    return "major_currency" in row ? { ...row, major_currency: currency } : { ...row, currency }
  }
}

export const bent = (rows: ReadonlyArray<string>, newestFirst: boolean, faults: ActiveFaults): string =>
  `[${bendRows(rows, newestFirst, faults, bender, parseWire).join(",")}]`

export const limitOf = (query: URLSearchParams, standard: number, most: number): number | undefined => {
  const text = query.get("limit")
  if (text === null) return standard
  // More than the most is taken as the most: what the exchange does is not known, and this hurts no client.
  return /^[1-9]\d*$/.test(text) ? Math.min(most, Number(text)) : undefined
}
