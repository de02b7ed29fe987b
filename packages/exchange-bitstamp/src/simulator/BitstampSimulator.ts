/** One account of a pretended Bitstamp: what each read answers. Who is let in is told by Authentication.ts, the rest by the toolkit. */
import {
  amountText,
  bendRows,
  formatExact,
  isRow,
  makeRandom,
  makeRestSimulator,
  parseWire,
  readExact,
  seedOf,
  subtractExact,
  zeroExact,
  type Activity,
  type Answer,
  type JsonRow,
  type ReadRequest,
  type RestOptions,
  type RestRead,
  type RowBender,
  type Simulator
} from "@caudal/exchange/simulator"
import { makeAuthentication } from "./Authentication.ts"
import { malformed, refuse, reject, success, throttled } from "./Errors.ts"
import { makeLedger, sumOf } from "./Ledger.ts"
import { ohlcRead } from "./Ohlc.ts"
import { markets, tickers } from "./Markets.ts"

const known = ["user_transactions", "user_transactions_missing", "deposits", "withdrawals", "withdrawal_requests"] as const
type ListName = (typeof known)[number]

const listsOf = (account: Activity): Readonly<Record<ListName, ReadonlyArray<JsonRow>>> => {
  const stranger = Object.keys(account).find((name) => name !== "reserved" && !(known as ReadonlyArray<string>).includes(name))
  if (stranger !== undefined) throw new TypeError(`account: ${stranger} is not known`)
  const listed = known.map((name) => {
    const rows = account[name] ?? []
    if (!Array.isArray(rows) || !rows.every(isRow)) throw new TypeError(`account: ${name} is not a list of rows`)
    return [name, rows as ReadonlyArray<JsonRow>] as const
  })
  return Object.fromEntries(listed) as Record<ListName, ReadonlyArray<JsonRow>>
}

/** What open orders hold back, by currency. */
const reservedOf = (account: Activity): ReadonlyMap<string, string> => {
  const { reserved = {} } = account
  if (!isRow(reserved)) throw new TypeError("account: reserved is not amounts by currency")
  return new Map(Object.entries(reserved).map(([asset, amount]) => [asset, amountText(amount) ?? "0"]))
}

/** A currency of the row: the first key that is one and does not stand at zero. */
const currencyIn = (row: JsonRow): string | undefined =>
  Object.keys(row).find(
    (key) => !/_|^(id|datetime|type|fee|total|available|reserved)$/.test(key) && Number(amountText(row[key]) ?? 0) !== 0
  )

const bender: RowBender = {
  uncorrect: (row) => {
    const key = currencyIn(row)
    return key === undefined ? row : { ...row, [key]: `${amountText(row[key])}1` }
  },
  withOperation: (row, type) => ({ ...row, type }),
  withCurrency: (row, currency) => {
    if ("currency" in row) return { ...row, currency }
    const key = currencyIn(row)
    return key === undefined ? row : Object.fromEntries(Object.entries(row).map(([name, value]) => [name === key ? currency : name, value]))
  }
}

const most = 1000

/** By currency, as every simulator tells it. */
const truthOf = (rows: ReadonlyArray<string>): Readonly<Record<string, object>> =>
  Object.fromEntries(
    rows.map((text) => {
      const { currency, total, available, reserved } = JSON.parse(text) as Readonly<Record<string, string>>
      return [currency, { total, available, locked: reserved }]
    })
  )

/** A form's whole number, `fallback` where there is none; `undefined`: malformed. */
const numberIn = ({ fields }: ReadRequest, name: string, fallback: number): number | undefined => {
  const text = fields.get(name)
  return text === null ? fallback : /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

const bent = (rows: ReadonlyArray<string>, newestFirst: boolean, { faults }: ReadRequest): string =>
  bendRows(rows, newestFirst, faults, bender, parseWire).join(",")

export const makeBitstampSimulator = (account: Activity, options: RestOptions): Simulator => {
  const lists = listsOf(account)
  const ledger = makeLedger(lists.user_transactions)
  const missing = lists.user_transactions_missing.map((row) => JSON.stringify(row))
  const reserved = reservedOf(account)
  const random = makeRandom(seedOf(`key:${lists.user_transactions.length}:${JSON.stringify(lists.user_transactions[0] ?? null)}`))
  const credentials = { apiKey: random.alphanumeric(32), apiSecret: random.alphanumeric(32) }
  const moved = new Map<ListName, ReadonlyArray<JsonRow>>([
    ["deposits", lists.deposits],
    ["withdrawals", lists.withdrawals],
    ["withdrawal_requests", lists.withdrawal_requests]
  ])

  /** Every currency that was ever held, and some that never were. */
  const balances = (): ReadonlyArray<string> => {
    const sums = new Map([["btc", zeroExact], ["eur", zeroExact], ["usd", zeroExact], ...sumOf([...ledger.texts(), ...missing])])
    return [...sums.keys()].sort().map((currency) => {
      const total = sums.get(currency) ?? zeroExact
      const held = readExact(reserved.get(currency)) ?? zeroExact
      const printed = {
        total: formatExact(total, 2),
        available: formatExact(subtractExact(total, held), 2),
        reserved: formatExact(held, 2)
      }
      return JSON.stringify({ currency, ...printed })
    })
  }

  const transactions = (request: ReadRequest): Answer => {
    const { fields, faults } = request
    const limit = numberIn(request, "limit", 100)
    const offset = numberIn(request, "offset", 0)
    if (offset === undefined || offset > 200_000) return malformed("offset", "400.010")
    if (limit === undefined || limit < 1 || limit > most) return malformed("limit", "400.011")
    const since = fields.get("since_id")
    if (since === null) return success(`[${bent(ledger.newest(offset, limit), true, request)}]`)
    if (!/^\d{1,40}$/.test(since)) return malformed("since_id", "400.007")
    if (fields.get("sort") !== "asc") return malformed("sort", "400.012")
    const shift = faults.get("shiftPage") === undefined ? 0 : faults.number("shiftPage", "rows", 1)
    return success(`[${bent(ledger.from(BigInt(since), most, shift - offset), false, request)}]`)
  }

  const paged = (request: ReadRequest, name: ListName): string | Answer => {
    const limit = numberIn(request, "limit", 100)
    const offset = numberIn(request, "offset", 0)
    if (limit === undefined || offset === undefined || !request.fields.has("offset"))
      return reject("400.004", "Both limit and offset must be present.")
    const rows = (moved.get(name) ?? []).slice(offset, offset + limit).map((row) => JSON.stringify(row))
    return `[${bent(rows, true, request)}]`
  }

  const chain = (request: ReadRequest): Answer => {
    const [deposits, withdrawals] = [paged(request, "deposits"), paged(request, "withdrawals")]
    if (typeof deposits !== "string") return deposits
    return typeof withdrawals === "string"
      ? success(`{"deposits":${deposits},"withdrawals":${withdrawals},"ripple_iou_transactions":[]}`)
      : withdrawals
  }

  const requests = (request: ReadRequest): Answer => {
    const rows = paged(request, "withdrawal_requests")
    return typeof rows === "string" ? success(rows) : rows
  }

  const read = (method: "GET" | "POST", path: string, answer: RestRead["answer"]): RestRead => ({
    method,
    path: `/api/v2/${path}/`,
    signed: method === "POST",
    marker: ({ fields }) => fields.get("since_id"),
    answer
  })

  return makeRestSimulator(
    {
      id: "bitstamp",
      origin: "https://www.bitstamp.net",
      credentials,
      planted: [],
      reads: {
        account_balances: read("POST", "account_balances", (request) => success(`[${bent(balances(), true, request)}]`)),
        user_transactions: read("POST", "user_transactions", transactions),
        "crypto-transactions": read("POST", "crypto-transactions", chain),
        "withdrawal-requests": read("POST", "withdrawal-requests", requests),
        ticker: read("GET", "ticker", ({ at }) => success(tickers(at))),
        markets: read("GET", "markets", () => success(markets())),
        "ohlc/{pair}": read("GET", "ohlc/{pair}", ohlcRead(ledger))
      },
      authenticate: makeAuthentication(credentials),
      refusals: {
        wrongCredentials: refuse("API0005"),
        // A deleted key is one that never was.
        expiredKey: refuse("API0001"),
        disallowedIp: refuse("API0002"),
        missingPermission: refuse("API0003"),
        throttled,
        unknownPath: reject("404.001", "Object not found for corresponding request.", 404),
        error: (code, message, status) => refuse(code ?? "500.001", status ?? 500, message)
      },
      limit: { limit: 10_000, windowMs: 600_000, lockMs: 600_000 },
      state: {
        truth: () => ({
          balances: truthOf(balances()),
          user_transactions: Array.from(ledger.texts(), parseWire),
          user_transactions_missing: missing.map(parseWire)
        }),
        *truthText() {
          yield `{"balances":${JSON.stringify(truthOf(balances()))},"user_transactions":[`
          let separator = ""
          for (const text of ledger.texts()) {
            yield separator + text
            separator = ","
          }
          yield `],"user_transactions_missing":[${missing.join(",")}]}`
        },
        append: (rows) => {
          const added = listsOf(rows as Activity)
          ledger.append(added.user_transactions)
          for (const [name, before] of moved) moved.set(name, [...added[name], ...before])
        }
      }
    },
    options
  )
}
