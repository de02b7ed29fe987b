/** What each read answers, once the request has been let in. */
import {
  bendRows,
  isRow,
  parseWire,
  type ActiveFaults,
  type JsonRow,
  type RowBender,
  type RowStore,
  type Answer
} from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { candleList } from "./Candles.ts"
import { badRequest, notFound, success } from "./Errors.ts"
import { productList } from "./Products.ts"
import type { Read, ReadRequest } from "./Read.ts"

const bumped = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) : value

const withAmount = (row: JsonRow, change: (amount: JsonRow) => JsonRow): JsonRow => {
  const { amount } = row
  return isRow(amount) ? { ...row, amount: change(amount) } : row
}

const bender: RowBender = {
  uncorrect: (row) =>
    "price" in row
      ? { ...row, price: bumped(row["price"]) }
      : withAmount(row, (amount) => ({ ...amount, amount: bumped(amount["amount"]) })),
  withOperation: (row, operation) => ("trade_type" in row ? { ...row, trade_type: operation } : { ...row, type: operation }),
  withCurrency: (row, currency) =>
    "product_id" in row ? { ...row, product_id: `${currency}-USD` } : withAmount(row, (amount) => ({ ...amount, currency }))
}

const bent = (rows: ReadonlyArray<string>, faults: ActiveFaults): ReadonlyArray<string> => bendRows(rows, true, faults, bender, parseWire)

/** Rows that a short page leaves out come with the next one. */
const shortened = (rows: ReadonlyArray<string>, faults: ActiveFaults): ReadonlyArray<string> =>
  faults.get("shortPage") === undefined ? rows : rows.slice(0, Math.max(1, rows.length - faults.number("shortPage", "rows", 1)))

const shiftOf = (faults: ActiveFaults): number => (faults.get("shiftPage") === undefined ? 0 : faults.number("shiftPage", "rows", 1))

const idOf = (text: string | undefined, name: string): string | null =>
  text === undefined ? null : String((parseWire(text) as JsonRow)[name])

/** `undefined`: no limit that Coinbase takes. */
const limitOf = (text: string | null, fallback: number, most: number): number | undefined => {
  const limit = text === null ? fallback : Number(text)
  return Number.isSafeInteger(limit) && limit >= 1 && limit <= most ? limit : undefined
}

/** A list of v2. It ends where nothing lies behind its last row. */
const appList = (list: RowStore, path: string, { query, faults }: ReadRequest): Answer => {
  const limit = limitOf(query.get("limit"), 25, 100)
  const order = query.get("order") ?? "desc"
  if (limit === undefined || (order !== "desc" && order !== "asc")) return badRequest("app")
  const after = query.get("starting_after")
  const ascending = order === "asc"
  const page = list.page({ ...(after === null ? {} : { marker: after }), ascending, limit, shift: shiftOf(faults) })
  if (page === undefined) return badRequest("app")
  const rows = shortened(page, faults)
  const last = idOf(rows.at(-1), "id")
  // A list that is empty by mistake is so with all its signs.
  const ends = last === null || faults.get("emptyList") !== undefined || list.page({ marker: last, ascending, limit: 1 })?.length === 0
  const pagination = {
    ending_before: null,
    starting_after: after,
    previous_ending_before: null,
    next_starting_after: ends ? null : last,
    limit,
    order,
    previous_uri: null,
    next_uri: ends ? null : `${path}?limit=${limit}&order=${order}&starting_after=${last}`
  }
  return success(`{"pagination":${JSON.stringify(pagination)},"data":[${bent(rows, { ...faults, get: withoutShort(faults) }).join(",")}]}`)
}

/** The page has been shortened already. */
const withoutShort =
  (faults: ActiveFaults): ActiveFaults["get"] =>
  (name) =>
    name === "shortPage" ? undefined : faults.get(name)

/** Fills: the cursor is the row's own, and the last page may still bear one. */
const fillList = (list: RowStore, { query, faults }: ReadRequest): Answer => {
  const limit = limitOf(query.get("limit"), 100, 250)
  if (limit === undefined) return badRequest("trade")
  const cursor = query.get("cursor")
  const page = list.page({
    ...(cursor === null || cursor === "" ? {} : { marker: cursor }),
    ascending: false,
    limit,
    shift: shiftOf(faults)
  })
  if (page === undefined) return badRequest("trade")
  const rows = shortened(page, faults)
  const empty = faults.get("emptyList") !== undefined
  const next = empty || rows.length === 0 ? "" : idOf(rows.at(-1), "entry_id")
  return success(`{"fills":[${bent(rows, { ...faults, get: withoutShort(faults) }).join(",")}],"cursor":${JSON.stringify(next)}}`)
}

const holdList = (rows: ReadonlyArray<JsonRow>, { query }: ReadRequest): Answer => {
  const limit = limitOf(query.get("limit"), 49, 250)
  const from = Number(query.get("cursor") ?? "0")
  if (limit === undefined || !Number.isSafeInteger(from) || from < 0) return badRequest("trade")
  const page = rows.slice(from, from + limit)
  const more = from + limit < rows.length
  return success(JSON.stringify({ accounts: page, has_next: more, cursor: more ? String(from + limit) : "", size: page.length }))
}

export const makeReads = (state: AccountState, walletStore: () => RowStore, keyInfo: () => string): ReadonlyArray<Read> => [
  {
    name: "brokerage/key_permissions",
    path: /^\/api\/v3\/brokerage\/key_permissions()$/,
    by: "trade",
    needsView: false,
    answer: () => success(keyInfo())
  },
  {
    name: "brokerage/accounts",
    path: /^\/api\/v3\/brokerage\/accounts()$/,
    by: "trade",
    needsView: true,
    answer: (request) => holdList(state.holdings(), request)
  },
  {
    name: "brokerage/orders/historical/fills",
    path: /^\/api\/v3\/brokerage\/orders\/historical\/fills()$/,
    by: "trade",
    needsView: true,
    answer: (request) => fillList(state.fills, request)
  },
  {
    name: "accounts",
    path: /^\/v2\/accounts()$/,
    by: "app",
    needsView: true,
    answer: (request) => appList(walletStore(), "/v2/accounts", request)
  },
  {
    name: "accounts/{wallet}/transactions",
    path: /^\/v2\/accounts\/([^/]+)\/transactions$/,
    by: "app",
    needsView: true,
    answer: (request) => {
      const list = state.transactions(request.segment)
      return list === undefined ? notFound("app") : appList(list, `/v2/accounts/${request.segment}/transactions`, request)
    }
  },
  {
    name: "brokerage/market/products",
    path: /^\/api\/v3\/brokerage\/market\/products()$/,
    by: "public",
    needsView: false,
    answer: () => success(productList())
  },
  {
    name: "brokerage/market/products/{product}/candles",
    path: /^\/api\/v3\/brokerage\/market\/products\/([^/]+)\/candles$/,
    by: "public",
    needsView: false,
    answer: candleList(state.fills)
  }
]
