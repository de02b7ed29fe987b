/**
 * A small exchange for the engine's own tests: a ledger that posts, trades that witness, balances, tickers. It answers
 * through a stand-in for `fetch`, keeps its truth and a log of every request, and misbehaves where a test tells it to.
 */
import { createHmac } from "node:crypto"
import type { DecimalText } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"

export interface ToyRow {
  /** `null`: the exchange gives this row no id. */
  readonly id: string | null
  readonly at: number
  readonly asset: string
  readonly amount: string
  readonly group: string | null
  readonly kind: "trade" | "deposit" | "withdrawal" | "fee" | "mystery"
  readonly status?: "settled" | "pending" | "failed"
}

export interface ToyRequest {
  readonly path: string
  readonly cursor: string | null
  readonly nonce: bigint | null
  readonly status: number
}

export const toySecret = "planted-secret-3f9a1c"
export const toyKey = "toy-key-0001"
export const toyOrigin = "https://toy.example"

/** Gives a reply instead of the honest one; `undefined` lets the request through. */
export type Misbehaviour = (request: {
  readonly path: string
  readonly cursor: string | null
  readonly n: number
}) => Response | "reset" | undefined

const json = (body: unknown, status = 200) => Response.json(body, { status })

export class ToyExchange {
  /** Newest first, as served. */
  ledger: ReadonlyArray<ToyRow> = []
  trades: ReadonlyArray<ToyRow> = []
  /** `null`: Σ ledger. */
  balances: Readonly<Record<string, string>> | null = null
  tickers: ReadonlyArray<Readonly<Record<"market" | "base" | "quote" | "bid" | "ask" | "last", string>>> = [
    { market: "aaa_mxn", base: "aaa", quote: "mxn", bid: "10", ask: "12", last: "11" }
  ]
  account = "account-1"
  /** Keys of the account, all with the same secret. */
  readonly keys = new Set([toyKey])
  rights = { trade: "unknown", withdraw: "unknown" }
  denied = new Set<string>()
  pageSize = 3
  /** The exchange's clock. */
  now: () => number = () => new Date().getTime()
  misbehave: Misbehaviour = () => undefined
  readonly requests: Array<ToyRequest> = []
  #calls = new Map<string, number>()

  truth(): Readonly<Record<string, DecimalText>> {
    if (this.balances !== null)
      return Object.fromEntries(Object.entries(this.balances).map(([asset, amount]) => [asset, Decimal.make(amount)]))
    const sums: Record<string, DecimalText> = {}
    for (const { asset, amount } of this.ledger) sums[asset] = Decimal.add(sums[asset] ?? Decimal.zero, Decimal.make(amount))
    return sums
  }

  readonly fetch = async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input)
    const cursor = url.searchParams.get("before")
    const n = (this.#calls.get(url.pathname) ?? 0) + 1
    this.#calls.set(url.pathname, n)
    const headers = new Headers(init?.headers)
    const reply = this.misbehave({ path: url.pathname, cursor, n }) ?? this.#answer(url, headers)
    const nonce = headers.get("x-nonce")
    this.requests.push({
      path: url.pathname,
      cursor,
      nonce: nonce === null ? null : BigInt(nonce),
      status: reply === "reset" ? 0 : reply.status
    })
    if (reply === "reset") throw new TypeError("fetch failed")
    if (!reply.headers.has("date")) reply.headers.set("date", new Date(this.now()).toUTCString())
    return reply
  }

  #answer(url: URL, headers: Headers): Response {
    if (url.pathname === "/tickers") return json(this.tickers)
    const signature = createHmac("sha256", toySecret)
      .update(`${headers.get("x-nonce")}${url.pathname}${url.search}`)
      .digest("hex")
    if (!this.keys.has(headers.get("x-key") ?? "") || headers.get("x-signature") !== signature) return json({ error: "AUTH_INVALID" }, 401)
    if (this.denied.has(url.pathname.slice(1))) return json({ error: "PERMISSION_MISSING" }, 403)
    switch (url.pathname) {
      case "/me":
        return json({ account: this.account, name: "a name that nobody needs" })
      case "/rights":
        return json(this.rights)
      case "/balances":
        return json(this.truth())
      case "/ledger":
        return this.#page(this.ledger, url)
      case "/trades":
        return this.#page(this.trades, url)
      default:
        return new Response("", { status: 404 })
    }
  }

  #page(rows: ReadonlyArray<ToyRow>, url: URL): Response {
    const before = url.searchParams.get("before")
    const start = before === null ? 0 : rows.findIndex((row, index) => this.#key(row, index, rows) === before) + 1
    if (before !== null && start === 0) return json({ error: "CURSOR_INVALID" }, 400)
    const end = start + Number(url.searchParams.get("limit") ?? this.pageSize)
    return json({ rows: rows.slice(start, end).map((row, index) => ({ ...row, key: this.#key(row, start + index, rows) })) })
  }

  /** A paging key that stays the same when rows are added on top. */
  #key(row: ToyRow, index: number, rows: ReadonlyArray<ToyRow>): string {
    return row.id ?? `k${rows.length - index}`
  }
}
