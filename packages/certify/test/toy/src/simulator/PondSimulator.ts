/** One account of Pond: every request is checked, bent by the fault plan, answered and logged. */
import { createHmac } from "node:crypto"
import { http } from "msw"
import {
  type ActiveFaults,
  type Activity,
  addExact,
  amountText,
  bendRows,
  bentReply,
  deliver,
  type Exact,
  formatExact,
  isSilent,
  type JsonRow,
  makeFaultSchedule,
  makeNonceStore,
  makeRateWindow,
  makeRequestLog,
  makeRowStore,
  noFaults,
  parseWire,
  readExact,
  type RowStore,
  type Simulator,
  unquoteNumbers,
  zeroExact
} from "@caudal/exchange/simulator"

import { type Answer, bender, ok, refuse } from "./answers.ts"
import { candleRead, pairsRead, tickersRead } from "./candleRead.ts"
import { riverReads } from "./riverReads.ts"

export const credentials = { apiKey: "pond-key-0001", apiSecret: "pond-secret-7c1f0a2b9d" }
const origin = "https://api.pond.example"
const person = ["Dueña Plantada", "duena-plantada@example.invalid"]

/** What anybody may ask. */
const open: ReadonlySet<string> = new Set(["tickers", "pairs", "candles/{market}", "markets"])

const bump = (text: string | undefined): Exact => readExact(text) ?? zeroExact

/** `id`: of the adapter that it is for; the exchange is the same. */
export const makePondSimulator = (
  id: string,
  rows: Activity,
  rateScale: number,
  powers: ReadonlyArray<string>,
  now: () => number
): Simulator => {
  const list = (name: string) => makeRowStore("id", (rows[name] ?? []) as ReadonlyArray<JsonRow>)
  const lists: Readonly<Record<string, RowStore>> = { ledger: list("ledger"), trades: list("trades"), transfers: list("transfers") }
  const log = makeRequestLog()
  const schedule = makeFaultSchedule(noFaults)
  const nonces = makeNonceStore(1_200_000, now)
  const minute = 60_000 / rateScale
  const window = makeRateWindow({ limit: 300, windowMs: minute, lockMs: minute }, now)

  const balances = (): ReadonlyArray<string> => {
    const sums = new Map<string, Exact>()
    for (const text of lists["ledger"]!.texts()) {
      const row = parseWire(text) as {
        readonly wallet: string
        readonly legs: ReadonlyArray<{ readonly asset: string; readonly amount: unknown }>
      }
      for (const { asset, amount } of row.legs) {
        const key = `${row.wallet}\0${asset}`
        sums.set(key, addExact(sums.get(key) ?? zeroExact, bump(amountText(amount))))
      }
    }
    return Array.from(sums, ([key, total]) => {
      const [wallet, asset] = key.split("\0")
      return JSON.stringify({ wallet, asset, total: formatExact(total), locked: "0.00" })
    })
  }

  const page = (store: RowStore, url: URL, faults: ActiveFaults): Answer => {
    const marker = url.searchParams.get("before")
    const shift = faults.get("shiftPage") === undefined ? {} : { shift: faults.number("shiftPage", "rows", 1) }
    const found = store.page({
      ...(marker === null ? {} : { marker }),
      ascending: false,
      limit: Math.min(5, Number(url.searchParams.get("limit") ?? 5)),
      ...shift
    })
    return found === undefined ? refuse("BAD_CURSOR", 400) : ok(`{"rows":[${bendRows(found, true, faults, bender, parseWire).join(",")}]}`)
  }

  const reads: Readonly<Record<string, (url: URL, faults: ActiveFaults) => Answer>> = {
    account: () => ok(JSON.stringify({ account: "pond-1", name: person[0], email: person[1] })),
    key: () => ok(JSON.stringify({ may: ["read", ...powers] })),
    balances: (_url, faults) => ok(`{"rows":[${bendRows(balances(), true, faults, bender, parseWire).join(",")}]}`),
    tickers: tickersRead,
    pairs: pairsRead,
    "candles/{market}": (url, faults) => candleRead(url, faults, now()),
    ...Object.fromEntries(
      Object.entries(lists).map(([name, store]) => [name, (url: URL, faults: ActiveFaults) => page(store, url, faults)])
    ),
    ...riverReads(lists)
  }

  const planned = (faults: ActiveFaults): Answer | undefined => {
    if (faults.get("wrongCredentials") !== undefined) return refuse("BAD_KEY", 401)
    if (faults.get("expiredKey") !== undefined) return refuse("KEY_EXPIRED", 401)
    if (faults.get("disallowedIp") !== undefined) return refuse("BAD_IP", 403)
    if (faults.get("missingPermission") !== undefined) return refuse("NO_PERMISSION", 403)
    const error = faults.get("errorBody")
    return (
      error && refuse(String(error["code"] ?? "INTERNAL"), faults.number("errorBody", "status", 500), String(error["message"] ?? "refused"))
    )
  }

  const signed = (
    { headers, method }: Request,
    url: URL,
    at: number
  ): { readonly refusal: Answer | null; readonly nonce: string | null; readonly rose: boolean | null } => {
    const nonce = headers.get("x-nonce")
    const expected = createHmac("sha256", credentials.apiSecret).update(`${nonce}${method}${url.pathname}${url.search}`).digest("hex")
    if (nonce === null || headers.get("x-key") !== credentials.apiKey || headers.get("x-signature") !== expected)
      return { refusal: refuse("BAD_KEY", 401), nonce, rose: null }
    const { rose } = nonces.use(nonce)
    const near = Math.abs(Number(nonce.slice(0, 13)) - at) < 600_000
    return { refusal: rose && near ? null : refuse("STALE_NONCE", 401), nonce, rose }
  }

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const name = /^\/v[12]\/(\w+)(\/[\w-]+)?$/.exec(url.pathname)?.slice(1) ?? []
    const path = name[1] === undefined ? (name[0] ?? "") : `${name[0]}/{market}`
    const endpoint = Object.hasOwn(reads, path) ? path : null
    const faults = schedule.next(endpoint ?? "unknown")
    const at = now() + (faults.get("clockSkew") === undefined ? 0 : faults.number("clockSkew", "ms", 0))
    let answered: Answer = { status: 404, code: null, body: "" }
    let seen: { readonly nonce: string | null; readonly rose: boolean | null } = { nonce: null, rose: null }
    let insideLockout = false
    if (endpoint !== null && faults.get("down") === undefined) {
      const auth = open.has(endpoint) ? { refusal: null, nonce: null, rose: null } : signed(request, url, at)
      seen = auth
      const passage = window.hit()
      insideLockout = passage === "locked"
      const lockNow = faults.get("rateLimit") !== undefined
      if (lockNow && !insideLockout) window.lock()
      const refusal = lockNow || passage !== "granted" ? refuse("TOO_FAST", 429) : (planned(faults) ?? auth.refusal)
      answered = refusal ?? (request.method === "GET" ? reads[endpoint]!(url, faults) : refuse("BAD_METHOD", 405))
      if (faults.get("numbersInsteadOfStrings") !== undefined) answered = { ...answered, body: unquoteNumbers(answered.body) }
    }
    const reply = bentReply({ status: answered.status, body: answered.body, date: at }, faults)
    log.add({
      at: new Date(now()).toISOString(),
      method: request.method,
      path: url.pathname,
      query: url.search,
      endpoint,
      marker: url.searchParams.get("before") ?? url.searchParams.get("after"),
      status: isSilent(faults) ? 0 : reply.status,
      code: answered.code,
      nonce: seen.nonce,
      nonceRose: seen.rose,
      insideLockout,
      fault: faults.names.join("+") || null
    })
    return deliver(reply, faults)
  }

  return {
    id,
    origin,
    handlers: [http.all(`${origin}/*`, ({ request }) => answer(request))],
    credentials,
    planted: person,
    truth: () => balances(),
    requests: log.report,
    clearRequests: log.clear,
    setFaults: schedule.replace,
    append: (more) => {
      for (const [name, store] of Object.entries(lists)) store.append((more[name] ?? []) as ReadonlyArray<JsonRow>)
    }
  }
}
