/**
 * The toy exchange as a bazaar: trades are shown market by market, oldest first; transfers in windows of time; and both
 * build the books. It keeps a log of what it was asked, and misbehaves where a test tells it to.
 */
import { type Adapter, Decimal, type Dimension, type LedgerEvent, type Page, type Reply, type StreamSpec } from "@caudal/exchange"
import { toyAdapter } from "../src/testing/index.ts"

export const day = 86_400_000
export const t0 = Date.UTC(2024, 0, 1)

export interface Transfer {
  readonly id: string
  readonly at: number
  readonly asset: string
  readonly amount: string
}
export interface Trade {
  readonly id: number
  readonly at: number
  readonly market: string
  readonly amount: string
  readonly paid: string
}
export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

const pageSize = 3

export class Bazaar {
  transfers: ReadonlyArray<Transfer> = []
  trades: ReadonlyArray<Trade> = []
  /** Markets on today's list. */
  listed: ReadonlyArray<string> = ["aaa-mxn", "bbb-mxn", "ccc-aaa", "ddd-bbb"]
  /** `null`: what the rows add up to. */
  balances: Readonly<Record<string, string>> | null = null
  misbehave: (asked: Asked, n: number) => Response | undefined = () => undefined
  asked: Array<Asked> = []

  readonly fetch = async (input: string | URL): Promise<Response> => {
    const url = new URL(input)
    const asked = { path: url.pathname.slice(1), query: Object.fromEntries(url.searchParams) }
    this.asked.push(asked)
    const reply = this.misbehave(asked, this.asked.length) ?? Response.json(this.#answer(asked))
    reply.headers.set("date", new Date().toUTCString())
    return reply
  }

  truth(): Readonly<Record<string, string>> {
    const sums: Record<string, Decimal.Decimal> = {}
    const add = (asset: string, amount: string) => (sums[asset] = Decimal.add(sums[asset] ?? Decimal.zero, Decimal.make(amount)))
    for (const { asset, amount } of this.transfers) add(asset, amount)
    for (const { market, amount, paid } of this.trades) {
      const [base, quote] = market.split("-") as [string, string]
      add(base, amount)
      add(quote, `-${paid}`)
    }
    return sums
  }

  #answer({ path, query }: Asked): unknown {
    switch (path) {
      case "me":
        return { account: "account-1" }
      case "rights":
        return { trade: "no", withdraw: "no" }
      case "balances":
        return this.balances ?? this.truth()
      case "markets":
        return this.listed
      case "transfers": {
        const rows = this.transfers.filter(({ at }) => at >= Number(query["from"]) && at < Number(query["to"]))
        const start = query["after"] === undefined ? 0 : rows.findIndex(({ id }) => id === query["after"]) + 1
        return { rows: rows.slice(start, start + pageSize) }
      }
      case "trades": {
        const rows = this.trades.filter(({ market, id }) => market === query["market"] && id >= Number(query["fromId"]))
        return { rows: rows.toSorted((a, b) => a.id - b.id).slice(0, pageSize) }
      }
      default:
        return []
    }
  }
}

const posting = (asset: string, amount: string) => ({ wallet: "spot", asset, amount: Decimal.make(amount), role: "principal" as const })
const event = (stream: string, id: string, at: number, kind: LedgerEvent["kind"], postings: LedgerEvent["postings"]): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: [],
  groupId: null,
  kind,
  at,
  rank: null,
  status: "settled",
  postings,
  transfer: null,
  price: null,
  operation: null,
  pointer: ""
})
const rowsOf = <A>(reply: Reply) => (reply.json as unknown as { rows: ReadonlyArray<A> }).rows

const { manifest } = toyAdapter
const common = manifest.streams[0]!
const transfers: StreamSpec = {
  ...common,
  id: "transfers",
  endpoint: "transfers",
  order: "unordered",
  window: { largestMs: 90 * day, from: Date.UTC(2023, 0, 1) },
  settleDelayMs: 3_600_000
}
const trades: StreamSpec = {
  ...common,
  id: "trades",
  endpoint: "trades",
  order: "oldest-first",
  fanOut: { by: "market", from: "listed" },
  settleDelayMs: 3_600_000
}

export const bazaarAdapter: Adapter = {
  ...toyAdapter,
  manifest: {
    ...manifest,
    endpoints: {
      ...manifest.endpoints,
      markets: { ...manifest.endpoints["tickers"]!, path: "/markets" },
      transfers: { ...manifest.endpoints["ledger"]!, path: "/transfers" }
    },
    streams: [transfers, trades],
    books: [{ id: "all", posts: ["transfers", "trades"], witnesses: [] }]
  },
  streams: {
    transfers: {
      request: ({ cursor, window }) => ({
        endpoint: "transfers",
        query: [["from", String(window!.from)], ["to", String(window!.to)], ...(cursor === null ? [] : [["after", cursor] as const])]
      }),
      parse: (reply): Page => {
        const rows = rowsOf<Transfer>(reply)
        return {
          events: rows.map(({ id, at, asset, amount }) => event("transfers", id, at, "deposit", [posting(asset, amount)])),
          quarantined: [],
          next: rows.at(-1)?.id ?? null,
          exhausted: rows.length === 0
        }
      }
    },
    trades: {
      dimensions: {
        start: { call: { endpoint: "markets" }, state: null },
        next: (_state, { reply }) => ({
          done: (reply!.json as ReadonlyArray<string>).map((id): Dimension => ({ id, assets: id.split("-") }))
        })
      },
      request: ({ cursor, dimension }) => ({
        endpoint: "trades",
        query: [
          ["market", dimension!],
          ["fromId", cursor ?? "0"]
        ]
      }),
      parse: (reply): Page => {
        const rows = rowsOf<Trade>(reply)
        return {
          events: rows.map(({ id, at, market, amount, paid }) => {
            const [base, quote] = market.split("-") as [string, string]
            return event("trades", `${market}:${id}`, at, "trade", [posting(base, amount), posting(quote, `-${paid}`)])
          }),
          quarantined: [],
          next: rows.length === 0 ? null : String(rows.at(-1)!.id + 1),
          exhausted: rows.length === 0
        }
      }
    }
  },
  documents: {}
}
