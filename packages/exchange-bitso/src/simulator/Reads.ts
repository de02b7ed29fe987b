/** What each read answers, once the request has been let in. */
import { bendRows, makeRandom, parseWire, type ActiveFaults, type JsonRow, type RowBender, type RowStore } from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { availableBooks, fees, ticker } from "./Books.ts"
import { badPaging, success, unknownTickerBook, type Answer } from "./Errors.ts"

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

const bent = (rows: ReadonlyArray<string>, newestFirst: boolean, faults: ActiveFaults): string =>
  `[${bendRows(rows, newestFirst, faults, bender, parseWire).join(",")}]`

const limitOf = (query: URLSearchParams, standard: number, most: number): number | undefined => {
  const text = query.get("limit")
  if (text === null) return standard
  // More than the most is taken as the most: what the exchange does is not known, and this hurts no client.
  return /^[1-9]\d*$/.test(text) ? Math.min(most, Number(text)) : undefined
}

interface ListOptions {
  readonly payloadFirst?: boolean
  readonly sortable: boolean
  /** Query parameters that filter by a field of the row. */
  readonly filters: Readonly<Record<string, string>>
  /** A fixed filter of a sub-path. */
  readonly where?: readonly [field: string, value: string]
  /** The query parameter that lists ids. */
  readonly ids?: string
}

const list =
  (store: RowStore, options: ListOptions) =>
  ({ query, faults }: ReadRequest): Answer => {
    const limit = limitOf(query, 25, 100)
    const sort = (options.sortable ? query.get("sort") : null) ?? "desc"
    if (limit === undefined || (sort !== "asc" && sort !== "desc")) return badPaging
    const ascending = sort === "asc"

    const ids = options.ids === undefined ? null : query.get(options.ids)
    if (ids !== null && ids !== "") return success(bent(store.lookup(ids.split(",")), true, faults))

    const wanted = Object.entries(options.filters).flatMap(([parameter, field]) => {
      const value = query.get(parameter)
      return value === null || value === "" ? [] : [[field, value] as const]
    })
    if (options.where !== undefined) wanted.push(options.where)
    const marker = query.get("marker")
    const page = store.page(
      {
        ...(marker === null || marker === "" ? {} : { marker }),
        ascending,
        limit,
        ...(faults.get("shiftPage") === undefined ? {} : { shift: faults.number("shiftPage", "rows", 1) })
      },
      wanted.length === 0 ? undefined : JSON.stringify(wanted),
      (row) => wanted.every(([field, value]) => String(row[field]) === value)
    )
    return page === undefined ? badPaging : success(bent(page, !ascending, faults), options.payloadFirst)
  }

const openOrders =
  (state: AccountState) =>
  ({ query, faults }: ReadRequest): Answer => {
    const limit = limitOf(query, 500, 500)
    if (limit === undefined) return badPaging
    const wanted = query.get("book")
    const rows = state.openOrders().filter((order) => wanted === null || order["book"] === wanted)
    return success(
      bent(
        rows.slice(0, limit).map((row) => JSON.stringify(row)),
        true,
        faults
      )
    )
  }

/** Mostly personal data, invented: a client that keeps any of it can be caught. */
const accountStatus = (clientId: string): string => {
  const random = makeRandom(`person:${clientId}`)
  const canary = (kind: string): string => `${kind}-${random.hex(8)}`
  return JSON.stringify({
    client_id: clientId,
    first_name: canary("Nombre"),
    last_name: canary("Apellido"),
    status: "active",
    daily_limit: "5300.00",
    monthly_limit: "32000.00",
    daily_remaining: "3300.00",
    monthly_remaining: "31000.00",
    cash_deposit_allowance: "0.00",
    cellphone_number: "verified",
    cellphone_number_stored: `+5255${random.int(10_000_000, 99_999_999)}`,
    email: "verified",
    email_stored: `${canary("correo")}@example.invalid`,
    official_id: "not submitted",
    proof_of_residency: "not submitted",
    signed_contract: "not submitted",
    origin_of_funds: "not submitted",
    verification_level: 3,
    referral_code: random.alphanumeric(6),
    country_of_residence: "MX",
    account_creation_date: "2020-11-03T16:20:11+0000",
    preferred_currency: "mxn",
    enabled_two_factor_methods: ["totp"],
    date_of_birth: "01/02/1990"
  })
}

/** The texts of the account's status that name its owner. */
export const personOf = (clientId: string): ReadonlyArray<string> => {
  const { payload } = JSON.parse(success(accountStatus(clientId)).body) as { readonly payload: Readonly<Record<string, string>> }
  return ["first_name", "last_name", "cellphone_number_stored", "email_stored"].map((field) => payload[field]!)
}

/** Every read by the path after `/v3/`. */
export const makeReads = (state: AccountState): ReadonlyMap<string, Read> => {
  const { ledger, user_trades, fundings, withdrawals } = state.lists
  const status = success(accountStatus(state.clientId))
  const reads = new Map<string, Read>()
  const signed = (name: string, answer: Read["answer"], permission = name): void =>
    void reads.set(name, { signed: true, permission, answer })
  const open = (name: string, answer: Read["answer"]): void => void reads.set(name, { signed: false, permission: name, answer })

  signed("account_status", () => status)
  signed("balance", ({ faults }) => success(`{"balances":${bent(state.balanceRows(), true, faults)}}`))
  signed("fees", () => success(fees))
  signed("open_orders", openOrders(state))
  signed("ledger", list(ledger, { sortable: true, filters: {} }))
  for (const [path, operation] of Object.entries({ trades: "trade", fees: "fee", fundings: "funding", withdrawals: "withdrawal" })) {
    signed(`ledger/${path}`, list(ledger, { sortable: true, filters: {}, where: ["operation", operation] }), "ledger")
  }
  signed("user_trades", list(user_trades, { sortable: true, filters: { book: "book" } }))
  signed("fundings", list(fundings, { sortable: false, filters: { method: "method", status: "status" }, ids: "fids", payloadFirst: true }))
  const withdrawalFilters = { currency: "currency", method: "method", status: "status", wid: "wid", origin_id: "origin_id" }
  signed("withdrawals", list(withdrawals, { sortable: false, filters: withdrawalFilters, ids: "wids", payloadFirst: true }))

  open("available_books", () => success(availableBooks))
  open("ticker", ({ query, now }) => {
    const book = query.get("book")
    const payload = ticker(book, now)
    return payload === undefined ? unknownTickerBook(book ?? "") : success(payload)
  })
  return reads
}

/** `/user_trades/1-2`, `/fundings/a-b`, `/withdrawals/a`: rows by id, for the same permission as their list. */
export const lookup = (state: AccountState, path: string): Read | undefined => {
  const match = /^(user_trades|fundings|withdrawals)\/([0-9A-Za-z-]+)$/.exec(path)
  if (match === null) return undefined
  const name = match[1] as "user_trades" | "fundings" | "withdrawals"
  return {
    signed: true,
    permission: name,
    answer: ({ faults }) => success(bent(state.lists[name].lookup(match[2]!.split("-")), true, faults))
  }
}
