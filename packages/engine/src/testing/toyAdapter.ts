/** The adapter of the toy exchange: as plain as an adapter can be. */
import {
  type Adapter,
  type BalanceSnapshot,
  Decimal,
  defineAdapter,
  type Failure,
  type FailureCode,
  failure,
  type KeyRights,
  type LedgerEvent,
  LosslessJson,
  type Page,
  type Reply,
  type Right,
  type Stream,
  type StreamSpec
} from "@caudal/exchange"
import { toyOrigin } from "./ToyExchange.ts"

const text = (en: string) => ({ en, es: en, pt: en })

const spec = (id: string): StreamSpec => ({
  id,
  title: text(id),
  endpoint: id,
  order: "newest-first",
  pageSize: 3,
  paging: "cursor-id",
  window: null,
  granularityMs: 1000,
  historyDepth: "full",
  fanOut: null,
  stableIds: false,
  settleDelayMs: 10_000,
  synced: true,
  permission: id
})

interface WireRow {
  readonly id: string | null
  readonly key: string
  readonly at: number
  readonly asset: string
  readonly amount: string
  readonly group: string | null
  readonly kind: string
  readonly status?: "settled" | "pending" | "failed"
}

const kinds: Readonly<Record<string, LedgerEvent["kind"]>> = { trade: "trade", deposit: "deposit", withdrawal: "withdrawal", fee: "fee" }

const event = (stream: string, row: WireRow, index: number): LedgerEvent | undefined => {
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return undefined
  return {
    source: {
      stream,
      externalId: row.id ?? `row:${row.at}:${row.asset}:${row.amount}`,
      identity: row.id === null ? "content" : "exchange"
    },
    refs: row.group === null ? [] : [{ type: "group", id: row.group }],
    groupId: row.group,
    kind: kinds[row.kind] ?? "unrecognised",
    at: row.at,
    rank: null,
    status: row.status ?? "settled",
    postings: [{ wallet: "spot", asset: row.asset, amount, role: row.kind === "fee" ? "fee" : "principal" }],
    transfer: null,
    price: null,
    operation: row.kind,
    pointer: `/rows/${index}`
  }
}

const stream = (id: string): Stream => ({
  request: ({ cursor }) => ({
    endpoint: id,
    query:
      cursor === null
        ? [["limit", "3"]]
        : [
            ["limit", "3"],
            ["before", cursor]
          ]
  }),
  parse: (reply): Page => {
    const rows = (reply.json as unknown as { rows: ReadonlyArray<WireRow> }).rows
    const events = rows.map((row, index) => event(id, row, index))
    return {
      events: events.filter((one) => one !== undefined),
      quarantined: events.flatMap((one, index) =>
        one === undefined ? [{ pointer: `/rows/${index}`, reason: "amount is not a decimal" }] : []
      ),
      next: rows.at(-1)?.key ?? null,
      exhausted: rows.length === 0
    }
  }
})

const classify = (reply: Reply): Failure | null => {
  if (reply.status === 420) return failure("RATE_LIMITED", "refused")
  if (!LosslessJson.isObject(reply.json) && !Array.isArray(reply.json)) return failure("NETWORK", "the reply is not JSON")
  const code = LosslessJson.isObject(reply.json) ? reply.json["error"] : undefined
  return typeof code === "string" ? failure(code as FailureCode, code, { exchangeCode: code }) : null
}

const right = (answer: unknown): Right => ({ answer: answer as Right["answer"], evidence: "the toy says so" })

export const toyAdapter: Adapter = defineAdapter({
  manifest: {
    id: "toy",
    name: "Toy",
    homepage: toyOrigin,
    docs: toyOrigin,
    regions: [],
    status: "live",
    adapterVersion: "1.0.0",
    contractVersion: 1,
    hosts: { main: toyOrigin },
    endpoints: Object.fromEntries(
      ["me", "rights", "balances", "ledger", "trades", "tickers"].map((id) => [
        id,
        { method: "GET" as const, host: "main", path: `/${id}`, signed: id !== "tickers", rate: "private", cost: 1 }
      ])
    ),
    rates: {
      private: {
        scope: "account",
        limit: 300,
        windowMs: 60_000,
        budget: 240,
        lockoutMs: 65_000,
        repeatedLockoutMs: 600_000,
        repeatWithinMs: 600_000
      }
    },
    nonce: { kind: "increasing-per-key", digits: 19 },
    clock: { source: "http-date", toleranceMs: 60_000 },
    credentials: {
      fields: [
        { name: "apiKey", kind: "key", label: text("Key"), help: text(""), pattern: "[a-z0-9-]{4,40}", appearsIn: ["header:x-key"] },
        { name: "apiSecret", kind: "secret", label: text("Secret"), help: text(""), pattern: "[a-z0-9-]{4,80}", appearsIn: [] }
      ],
      createKeyUrl: toyOrigin,
      steps: [],
      tick: ["View"],
      neverTick: ["Trade"],
      ipAllowList: { supported: false, maxAddresses: null, advice: text("") },
      rotateAfterDays: 90
    },
    streams: [spec("ledger"), spec("trades")],
    books: [
      { id: "ledger", posts: ["ledger"], witnesses: ["trades"] },
      { id: "trades", posts: ["trades"], witnesses: [] }
    ],
    wallets: ["spot"],
    kinds: ["trade", "deposit", "withdrawal", "fee", "unrecognised"],
    syncIntervalMs: 900_000,
    market: { tickers: true, markets: false }
  },
  sign: ({ target }, { nonce }) => ({
    headers: {
      "x-key": { secret: "apiKey" },
      "x-nonce": nonce,
      "x-signature": { encode: "hex", of: { hmac: "sha256", key: { secret: "apiSecret" }, of: `${nonce}${target}` } }
    }
  }),
  classify,
  redact: (endpoint, body) => (endpoint === "me" ? body.replace(/"name":"[^"]*"/, '"name":null') : body),
  streams: { ledger: stream("ledger"), trades: stream("trades") },
  documents: {
    ticker: {
      call: { endpoint: "tickers" },
      parse: (reply) => ({
        items: (
          reply.json as unknown as ReadonlyArray<{ market: string; base: string; quote: string; bid: string; ask: string; last: string }>
        ).map((row) => ({
          market: row.market,
          base: row.base,
          quote: row.quote,
          bid: Decimal.make(row.bid),
          ask: Decimal.make(row.ask),
          last: Decimal.make(row.last),
          at: null
        })),
        quarantined: []
      })
    }
  },
  plans: {
    identity: {
      start: { call: { endpoint: "me" }, state: null },
      next: (_state, { reply }) => ({ done: { accountKey: reply === null ? null : String((reply.json as { account: string }).account) } })
    },
    keyRights: {
      start: { call: { endpoint: "rights" }, state: null },
      next: (_state, { reply }): { done: KeyRights } => {
        const rights = reply?.json as { trade: string; withdraw: string } | undefined
        return {
          done: {
            trade: right(rights?.trade ?? "unknown"),
            withdraw: right(rights?.withdraw ?? "unknown"),
            ipRestricted: right("unknown"),
            reads: {}
          }
        }
      }
    },
    balances: {
      start: { call: { endpoint: "balances" }, state: null },
      next: (_state, { reply, failure: failed }): { done: BalanceSnapshot } => {
        if (failed !== null) return { done: { balances: [], quarantined: [], complete: false } }
        const rows = Object.entries(reply.json as Record<string, string>)
        return {
          done: {
            balances: rows.map(([asset, total]) => ({
              wallet: "spot",
              asset,
              total: Decimal.make(total),
              available: Decimal.make(total),
              locked: Decimal.zero
            })),
            quarantined: [],
            complete: true
          }
        }
      }
    }
  }
})

/** The same exchange under another id and at another address, for what takes more than one. */
export const toyAdapterAt = (id: string, origin: string): Adapter =>
  defineAdapter({ ...toyAdapter, manifest: { ...toyAdapter.manifest, id, name: id, hosts: { main: origin } } })
