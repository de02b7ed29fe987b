/** What each read answers, once the request has been let in. */
import { makeRandom, type RowStore, type Answer } from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { fees } from "./Books.ts"
import { badPaging, success } from "./Errors.ts"
import { publicReads } from "./PublicReads.ts"
import { bent, limitOf, type Read, type ReadRequest } from "./Read.ts"

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
  const reads = new Map<string, Read>(publicReads(state))
  const signed = (name: string, answer: Read["answer"], permission = name): void =>
    void reads.set(name, { signed: true, permission, answer })

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
