/** One account of a pretended Quetzal: who is let in, and what each read answers. The rest is the toolkit's. */
import { createHmac } from "node:crypto"
import {
  addExact,
  amountText,
  bendRows,
  formatExact,
  makeRestSimulator,
  makeRowStore,
  parseWire,
  readExact,
  zeroExact,
  type Activity,
  type Answer,
  type Exact,
  type JsonRow,
  type ReadRequest,
  type RestOptions,
  type RowBender,
  type Simulator,
  type Verdict
} from "@caudal/exchange/simulator"

const credentials = { apiKey: "quetzal-key-0001", apiSecret: "quetzal-secret-5e1f00c2a7" }
const pageSize = 100
/** How far from the exchange's clock a request may be dated. */
const windowMs = 60_000

const success = (rows: ReadonlyArray<string>): Answer => ({ status: 200, code: null, body: `{"rows":[${rows.join(",")}]}` })
const refuse = (code: string, status: number, message = "refused"): Answer => ({
  status,
  code,
  body: JSON.stringify({ error: { code, message } })
})

/** How a row is bent by faults. To do: name the fields of the exchange's own rows. */
const bender: RowBender = {
  uncorrect: (row) => ({ ...row, amount: `${amountText(row["amount"]) ?? ""}1` }),
  withOperation: (row, type) => ({ ...row, type }),
  withCurrency: (row, asset) => ({ ...row, asset })
}

const authenticate = ({ headers, method, target, body, at }: ReadRequest): Verdict => {
  const time = headers.get("x-time")
  const expected = createHmac("sha256", credentials.apiSecret).update(`${time}${method}${target}${body}`).digest("hex")
  const known = headers.get("x-key") === credentials.apiKey && headers.get("x-signature") === expected
  const near = Math.abs(Number(time) - at) <= windowMs
  return { refusal: known ? (near ? null : refuse("TIME", 401)) : refuse("KEY", 401), nonce: time, nonceRose: known ? near : null }
}

/** To do: every way in which a row of the exchange changes a balance. */
const changeOf = (row: JsonRow): readonly [asset: string, change: Exact] | undefined => {
  const change = readExact(amountText(row["amount"]))
  return typeof row["asset"] !== "string" || change === undefined ? undefined : [row["asset"], change]
}

/** By asset, as every simulator tells it. */
const truthOf = (rows: ReadonlyArray<string>): Readonly<Record<string, object>> =>
  Object.fromEntries(
    rows.map((text) => {
      const { asset, total, locked } = JSON.parse(text) as Readonly<Record<string, string>>
      return [asset, { total, available: total, locked }]
    })
  )

const listOf = (rows: Activity, name = "ledger"): ReadonlyArray<JsonRow> => (rows[name] ?? []) as ReadonlyArray<JsonRow>

export const makeQuetzalSimulator = (account: Activity, options: RestOptions): Simulator => {
  const ledger = makeRowStore("id", listOf(account))
  /** They changed the balances, and are never shown. */
  const missing = listOf(account, "ledger_missing")

  const balances = (): ReadonlyArray<string> => {
    const sums = new Map<string, Exact>()
    for (const row of [...Array.from(ledger.texts(), (text) => parseWire(text) as JsonRow), ...missing]) {
      const change = changeOf(row)
      if (change !== undefined) sums.set(change[0], addExact(sums.get(change[0]) ?? zeroExact, change[1]))
    }
    return Array.from(sums, ([asset, total]) => JSON.stringify({ asset, total: formatExact(total), locked: "0" }))
  }

  const page = ({ fields, faults }: ReadRequest): Answer => {
    const marker = fields.get("before") ?? undefined
    const shift = faults.get("shiftPage") === undefined ? 0 : faults.number("shiftPage", "rows", 1)
    const rows = ledger.page({ marker, ascending: false, limit: Math.min(pageSize, Number(fields.get("limit") ?? pageSize)), shift })
    return rows === undefined ? refuse("CURSOR", 400) : success(bendRows(rows, true, faults, bender, parseWire))
  }

  return makeRestSimulator(
    {
      id: "quetzal",
      origin: "https://api.quetzal.example",
      credentials,
      // Personal data in replies, beside that of the acts: the kit looks that none of it is kept.
      planted: [],
      reads: {
        ledger: { method: "GET", path: "/v1/ledger", signed: true, marker: ({ fields }) => fields.get("before"), answer: page },
        balances: {
          method: "GET",
          path: "/v1/balances",
          signed: true,
          answer: ({ faults }) => success(bendRows(balances(), true, faults, bender, parseWire))
        }
      },
      authenticate,
      refusals: {
        wrongCredentials: refuse("KEY", 401),
        expiredKey: refuse("KEY_EXPIRED", 401),
        disallowedIp: refuse("ADDRESS", 403),
        missingPermission: refuse("PERMISSION", 403),
        throttled: refuse("LIMIT", 429),
        unknownPath: refuse("PATH", 404),
        error: (code, message, status) => refuse(code ?? "INTERNAL", status ?? 500, message)
      },
      limit: { limit: 100, windowMs: 60_000, lockMs: 60_000 },
      state: {
        truth: () => ({ balances: truthOf(balances()), ledger: Array.from(ledger.texts(), parseWire) }),
        *truthText() {
          yield `{"balances":${JSON.stringify(truthOf(balances()))},"ledger":[`
          let separator = ""
          for (const text of ledger.texts()) {
            yield separator + text
            separator = ","
          }
          yield "]}"
        },
        append: (rows) => ledger.append(listOf(rows as Activity))
      }
    },
    options
  )
}
