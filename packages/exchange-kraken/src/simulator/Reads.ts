/** What each read answers, once the request has been let in. */
import { bendRows, parseWire, type ActiveFaults, type JsonRow, type RowBender, type Answer } from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { badArguments, refuse, success } from "./Errors.ts"
import { ohlcRead } from "./Ohlc.ts"
import { assetPairs, ticker } from "./Pairs.ts"
import type { Read, ReadRequest } from "./Read.ts"
import type { TimedRows } from "./TimedRows.ts"

/** Unix seconds between which the key sees rows. */
export interface Sight {
  readonly from: number
  readonly to: number
}

const bumped = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) : value

const bender: RowBender = {
  uncorrect: (row) => {
    if ("status" in row) return { ...row, status: "Pending" }
    if ("pair" in row) return { ...row, price: bumped(row["price"]) }
    return "amount" in row ? { ...row, amount: bumped(row["amount"]) } : { ...row, balance: bumped(row["balance"]) }
  },
  withOperation: (row, operation) => ("status" in row ? { ...row, status: operation } : { ...row, type: operation }),
  withCurrency: (row, currency) =>
    "pair" in row ? { ...row, pair: `${currency}USD` } : "asset" in row ? { ...row, asset: currency } : { ...row, id: currency }
}

const bent = (rows: ReadonlyArray<string>, faults: ActiveFaults): ReadonlyArray<string> => bendRows(rows, true, faults, bender, parseWire)

/** Rows as the members of an object, named by their ids. */
const byId = (rows: ReadonlyArray<string>): string =>
  `{${rows
    .map((text) => {
      const { id, ...row } = parseWire(text) as JsonRow
      return `${JSON.stringify(id)}:${JSON.stringify(row)}`
    })
    .join(",")}}`

/** `undefined`: neither Unix seconds nor the id of a row. */
const momentOf = (text: string | null, rows: TimedRows, absent: number): number | undefined =>
  text === null || text === "" ? absent : /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : rows.timeOf(text)

const pageSize = 50

const timed =
  (rows: TimedRows, key: string, sight: Sight) =>
  ({ fields, faults }: ReadRequest): Answer => {
    const start = momentOf(fields.get("start"), rows, -1)
    const end = momentOf(fields.get("end"), rows, Infinity)
    const offset = Number(fields.get("ofs") ?? "0")
    if (start === undefined) return badArguments("start")
    if (end === undefined) return badArguments("end")
    if (!Number.isSafeInteger(offset) || offset < 0) return badArguments("ofs")
    const shift = faults.get("shiftPage") === undefined ? 0 : faults.number("shiftPage", "rows", 1)
    const page = rows.page({
      start: Math.max(start, sight.from - 1e-9),
      end: Math.min(end, sight.to),
      offset: offset - shift,
      limit: pageSize
    })
    const listed = bent(page.rows, faults)
    // A list that is empty by mistake is so with all its signs.
    const count = faults.get("emptyList") === undefined ? page.count : 0
    const counted = fields.get("without_count") === "true" ? "" : `,"count":${count}`
    return success(`{"${key}":${byId(listed)}${counted}}`)
  }

const spelling = /^p(\d{1,9})-(.+)$/

/** Kraken's cursor is opaque; ours holds how many rows were seen, counted from the oldest so that new ones change nothing. */
const listed =
  (rows: TimedRows, key: string, sight: Sight) =>
  ({ fields, faults }: ReadRequest): Answer => {
    const text = fields.get("cursor") ?? "false"
    const limit = Math.min(500, Number(fields.get("limit") ?? (key === "deposits" ? "25" : "500")))
    if (!(limit >= 1)) return badArguments("limit")
    const all = rows.page({ start: sight.from - 1e-9, end: sight.to, offset: 0, limit: Infinity }).rows
    const match = spelling.exec(text)
    if (match === null && text !== "true" && text !== "false" && text !== "") return badArguments("cursor")
    const shift = faults.get("shiftPage") === undefined ? 0 : faults.number("shiftPage", "rows", 1)
    const from = match === null ? 0 : Math.max(0, all.length - Number(match[1]))
    const first = Math.max(0, from - shift)
    const page = all.slice(first, from - shift + limit)
    // Rows that a short page leaves out come with the next one.
    const short = faults.get("shortPage") === undefined ? 0 : Math.min(page.length - 1, faults.number("shortPage", "rows", 1))
    const left = all.length - first - page.length + short
    const cursor = left > 0 && page.length > 0 && faults.get("emptyList") === undefined ? `,"next_cursor":"p${left}-${key}"` : ""
    const array = `[${bent(page, faults).join(",")}]`
    return success(text === "false" ? array : `{"${key}":${array}${cursor}}`)
  }

const open =
  (read: (pair: string | null) => string | undefined) =>
  ({ fields }: ReadRequest): Answer => {
    const result = read(fields.get("pair"))
    return result === undefined ? refuse("EQuery:Unknown asset pair") : success(result)
  }

/** Every read by Kraken's name of its method. */
export const makeReads = (state: AccountState, sight: Sight, keyInfo: (nonce: string) => string): ReadonlyMap<string, Read> => {
  const { ledger, trades, deposits, withdrawals } = state.lists
  const reads = new Map<string, Read>()
  const signed = (name: string, cost: number, permissions: Read["permissions"], answer: Read["answer"]): void =>
    void reads.set(name, { path: `/0/private/${name}`, cost, permissions, answer })
  signed("GetApiKeyInfo", 1, null, ({ nonce }) => success(keyInfo(nonce)))
  signed("BalanceEx", 1, ["query-funds"], ({ faults }) => success(byId(bent(state.balanceRows(), faults))))
  signed("Ledgers", 2, ["query-ledger"], timed(ledger, "ledger", sight))
  signed("TradesHistory", 2, ["query-closed-trades", "query-open-trades"], timed(trades, "trades", sight))
  signed("DepositStatus", 1, ["query-funds", "add-funds"], listed(deposits, "deposits", sight))
  signed("WithdrawStatus", 1, ["query-funds", "withdraw-funds", "query-ledger"], listed(withdrawals, "withdrawals", sight))
  reads.set("AssetPairs", { path: "/0/public/AssetPairs", cost: 1, permissions: null, answer: open(assetPairs) })
  reads.set("Ticker", { path: "/0/public/Ticker", cost: 1, permissions: null, answer: open(ticker) })
  reads.set("OHLC", { path: "/0/public/OHLC", cost: 1, permissions: null, answer: ohlcRead(trades) })
  return reads
}
