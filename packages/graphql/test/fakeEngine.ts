/** An engine of plain values: one owner, one connection, three transactions. Parts that a test does not expect to be used die loudly. */
import type {
  AssetRef,
  Certificate,
  ConnectError,
  ConnectionInfo,
  EngineServices,
  EngineStartError,
  Holding,
  PortfolioInfo,
  SettingsRefused,
  StreamStatus,
  SyncProgress,
  TaxAnswer,
  TaxRequest,
  Transaction
} from "@caudal/engine"
import {
  Access,
  AssetCorrectionId,
  Assets,
  Books,
  Notices,
  ConnectionId,
  ConnectionNotFound,
  Connections,
  CorrectionNotFound,
  EventSeq,
  Exchanges,
  Gains,
  InvalidCursor,
  Ledger,
  LotChoices,
  Maintenance,
  NotConnected,
  OneState,
  OpeningNotFound,
  Openings,
  OwnerId,
  OwnPrices,
  Performance,
  PortfolioId,
  PortfolioNotFound,
  Portfolios,
  PriceBook,
  Snapshot,
  Taxes,
  TokenRefused
} from "@caudal/engine"
import type { Adapter, DecimalText } from "@caudal/exchange"
import { Decimal, failure } from "@caudal/exchange"
import { Effect, Layer, Logger, ManagedRuntime, Schedule, Stream } from "effect"
import { makeHandler } from "../src/handler.ts"

export const token = "owner-token-of-at-least-32-characters"
export const host = "127.0.0.1:4747"
export const origin = `http://${host}`

const d = (text: string): DecimalText => Decimal.make(text)
const all = { en: "English", es: "Español", pt: "Português" }
const unknown = { answer: "unknown", evidence: "the exchange does not tell" } as const

export const adapter = {
  manifest: {
    id: "bitso",
    name: "Bitso",
    homepage: "https://bitso.com",
    docs: "https://docs.bitso.com",
    regions: ["MX"],
    status: "live",
    adapterVersion: "1.0.0",
    contractVersion: 1,
    hosts: { api: "https://api.bitso.com" },
    endpoints: {},
    rates: {},
    nonce: { kind: "none" },
    clock: { source: "http-date", toleranceMs: 1000 },
    credentials: {
      fields: [{ name: "key", kind: "key", label: all, help: all, pattern: "[a-z]+", appearsIn: [] }],
      createKeyUrl: "https://bitso.com/api_setup",
      steps: [all],
      tick: ["View account information"],
      neverTick: ["Withdrawals"],
      ipAllowList: { supported: true, maxAddresses: null, advice: all },
      rotateAfterDays: 90
    },
    streams: [
      {
        id: "ledger",
        title: all,
        endpoint: "ledger",
        order: "newest-first",
        pageSize: 100,
        paging: "cursor-id",
        window: null,
        granularityMs: 1000,
        historyDepth: "full",
        fanOut: null,
        stableIds: true,
        settleDelayMs: 60_000,
        synced: true,
        permission: "View transactions"
      }
    ],
    books: [],
    wallets: ["spot"],
    kinds: ["trade", "staking-in"],
    syncIntervalMs: 300_000,
    market: { tickers: true, markets: true }
  }
} as unknown as Adapter

export const connection: ConnectionInfo = {
  id: ConnectionId(1),
  exchange: "bitso",
  label: "My Bitso",
  accountKey: "account-1",
  status: "attention",
  failure: failure("IP_NOT_ALLOWED", "the exchange does not accept this address", { exchangeCode: "0203" }),
  rights: { trade: unknown, withdraw: unknown, ipRestricted: unknown, reads: { balance: { answer: "yes", evidence: "it answered" } } },
  consentedAt: 1_700_000_000_000,
  createdAt: 1_700_000_000_000,
  credentialsSince: 1_700_000_000_000,
  keyFingerprint: "0a1b2c3d",
  lastSyncedAt: null,
  nextSyncAt: null
}

export const streamStatus: StreamStatus = {
  stream: "ledger",
  state: "failed",
  role: "posts",
  watermark: 1_700_000_000_000,
  staleSince: 1_700_000_100_000,
  rows: 3,
  quarantined: 1,
  coverage: [{ from: 0, to: 1_700_000_000_000, state: "known", reason: null }],
  failure: failure("PERMISSION_MISSING", "the key may not read transactions")
}

export const progressOf = (callsDone: number): SyncProgress => ({
  connectionId: ConnectionId(1),
  running: true,
  phase: "history",
  callsDone,
  callsEstimated: 10,
  eta: 1_700_000_000_000,
  pausedUntil: null,
  rowsStored: callsDone * 100,
  streams: [{ stream: "ledger", state: "syncing", callsDone, lists: { done: 0, total: 1 } }]
})

export const transactions: ReadonlyArray<Transaction> = [1, 2, 3].map((seq) => ({
  connectionId: ConnectionId(1),
  seq: EventSeq(seq),
  exchange: "bitso",
  accountKey: "account-1",
  stream: "ledger",
  externalId: `row-${seq}`,
  occurrence: 0,
  version: 1,
  kind: "trade",
  operation: "trade",
  at: 1_500_000_000_000 + seq,
  rank: null,
  status: "settled",
  groupId: `trade:${seq}`,
  refs: [{ type: "trade", id: String(seq) }],
  postings: [
    { wallet: "spot", asset: "btc", amount: d("0.000000000000000000000000000001"), role: "principal" },
    { wallet: "spot", asset: "mxn", amount: d("-15024.7800228"), role: "principal" }
  ],
  price: { base: "btc", quote: "mxn", amount: d("100000") },
  transfer: null,
  witnesses: [{ stream: "trades", externalId: String(seq) }]
}))

export const certificate: Certificate = {
  connectionId: ConnectionId(1),
  state: "differs",
  reason: "btc differs",
  issuedAt: 1_700_000_000_000,
  balancesAt: 1_700_000_000_000,
  lines: [
    {
      wallet: "spot",
      asset: "btc",
      state: "differs",
      opening: d("0"),
      asserted: null,
      older: false,
      implied: { quantity: d("0.5"), at: 1_700_000_000_000 },
      postings: d("1"),
      inFlight: [{ groupId: "withdrawal:1", amount: d("0.5"), at: 1_700_000_000_000 }],
      reported: d("2"),
      difference: d("0.5"),
      interval: { from: null, to: 1_700_000_000_000, precision: "assertion" },
      reason: "a row is missing"
    }
  ],
  historyFrom: null,
  unjoined: 0,
  quarantined: 1,
  unrecognised: 0
}

const bitcoin: AssetRef = {
  id: "bitcoin",
  symbol: "BTC",
  name: "Bitcoin",
  kind: "crypto",
  status: "known",
  via: "*:BTC",
  reason: null
}

/** Every code is what it says, in upper case. */
const named = (code: string): AssetRef => ({ ...bitcoin, id: code, symbol: code.toUpperCase(), name: code, via: `*:${code.toUpperCase()}` })

const holding: Holding = {
  asset: "btc",
  identity: bitcoin,
  codes: ["btc"],
  total: d("1.5"),
  available: d("1"),
  locked: d("0.5"),
  parts: [
    {
      connectionId: ConnectionId(1),
      exchange: "bitso",
      wallet: "spot",
      asset: "btc",
      total: d("1.5"),
      available: d("1"),
      locked: d("0.5"),
      source: "reported",
      at: 1_700_000_000_000
    }
  ]
}

const owner = OwnerId(1)
const portfolio: PortfolioInfo = { id: PortfolioId(1), name: "All", isDefault: true }
const mine = <A>(asked: number, id: ConnectionId, value: A) =>
  asked === owner && id === 1 ? Effect.succeed(value) : Effect.fail(new ConnectionNotFound())
const ours = <A>(asked: number, id: PortfolioId, value: A) =>
  asked === owner && id === 1 ? Effect.succeed(value) : Effect.fail(new PortfolioNotFound())

export interface Overrides {
  readonly gains?: Partial<Gains["Service"]>
  readonly choices?: Partial<LotChoices["Service"]>
  readonly connect?: Effect.Effect<ConnectionInfo, ConnectError>
  readonly holdings?: Effect.Effect<ReadonlyArray<Holding>>
  readonly all?: Stream.Stream<Transaction>
  readonly taxes?: (request: TaxRequest) => Effect.Effect<TaxAnswer, SettingsRefused>
  readonly progressChanges?: Stream.Stream<SyncProgress>
}

/** `exported`: what an export looks at, which is never the running engine. */
const parts = (over: Overrides, exported: Stream.Stream<Transaction>): Layer.Layer<Exclude<EngineServices, OneState>, EngineStartError> =>
  Layer.mergeAll(
    Layer.mock(Access)({ authenticate: (given) => (given === token ? Effect.succeed(owner) : Effect.fail(new TokenRefused())) }),
    Layer.mock(Maintenance)({}),
    Layer.mock(Gains)(over.gains ?? {}),
    Layer.mock(LotChoices)(over.choices ?? {}),
    Layer.mock(Openings)({ get: () => Effect.fail(new OpeningNotFound()), list: () => Effect.succeed([]) }),
    Layer.mock(Taxes)({
      report: (asked, id, request) =>
        Effect.andThen(ours(asked, id, null), over.taxes?.(request) ?? Effect.die("no tax report is expected here"))
    }),
    Layer.mock(OwnPrices)({}),
    Layer.mock(Performance)({}),
    Layer.mock(PriceBook)({}),
    Layer.mock(Assets)({
      resolver: () => Effect.succeed(({ code }) => named(code)),
      relations: [],
      correction: (_owner, id) =>
        id === 1
          ? Effect.succeed({
              id: AssetCorrectionId(1),
              exchange: "bitso",
              code: "xyz",
              from: null,
              to: null,
              asset: { id: "bitcoin", symbol: "BTC", name: "Bitcoin", kind: "crypto" },
              correctedAt: 1_700_000_000_000
            })
          : Effect.fail(new CorrectionNotFound())
    }),
    Exchanges.layer([adapter]),
    Layer.mock(Books)({
      certificate: (asked, id) => mine(asked, id, certificate)
    }),
    Layer.mock(Notices)({
      of: (asked, id) =>
        mine(asked, id, [
          {
            connectionId: ConnectionId(1),
            failure: failure("UNKNOWN_OPERATION", "2 rows: quoted_order"),
            count: 2,
            names: ["quoted_order"]
          }
        ])
    }),
    Layer.mock(Connections)({
      list: () => Effect.succeed([connection]),
      get: (asked, id) => mine(asked, id, connection),
      streams: (asked, id) => mine(asked, id, [streamStatus]),
      connect: () => over.connect ?? Effect.succeed(connection),
      replaceCredentials: (asked, id) => mine(asked, id, connection),
      syncNow: (asked, id) => mine(asked, id, connection),
      pause: () => Effect.fail(new NotConnected()),
      cancel: (asked, id) => mine(asked, id, connection),
      disconnect: (asked, id) => mine(asked, id, connection),
      progress: (asked, id) => mine(asked, id, progressOf(1)),
      progressChanges: () =>
        over.progressChanges ?? Stream.fromIterable([1, 2, 3].map(progressOf)).pipe(Stream.schedule(Schedule.spaced("5 millis")))
    }),
    Layer.mock(Ledger)({
      transactions: (asked, id, query) =>
        query.after === "forged"
          ? Effect.fail(new InvalidCursor())
          : ours(asked, id, {
              items: transactions.slice(0, query.limit).map((transaction) => ({ cursor: `cursor-${transaction.seq}`, item: transaction })),
              hasNext: query.limit < transactions.length,
              hasPrevious: false
            }),
      count: (asked, id) => ours(asked, id, transactions.length),
      transaction: (_owner, id, seq) => Effect.succeed(transactions.find((each) => each.connectionId === id && each.seq === seq) ?? null),
      all: () => exported,
      openItems: () => Effect.succeed({ items: [], hasNext: false, hasPrevious: false }),
      quarantined: (_owner, _id, { limit, after }) =>
        after === "forged"
          ? Effect.fail(new InvalidCursor())
          : Effect.succeed({
              items: ["/payload/0", "/payload/1"].slice(0, limit).map((pointer) => ({
                cursor: `at ${pointer}`,
                item: { connectionId: ConnectionId(1), stream: "ledger", pointer, reason: "no amount", receivedAt: 1 }
              })),
              hasNext: limit < 2,
              hasPrevious: false
            })
    }),
    Layer.mock(Portfolios)({
      list: () => Effect.succeed([portfolio]),
      get: (asked, id) => ours(asked, id, portfolio),
      holdings: () => over.holdings ?? Effect.succeed([holding]),
      connections: () => Effect.succeed([ConnectionId(1)]),
      printed: (asked, id) => ours(asked, id, []),
      gaps: () => Effect.succeed([{ connectionId: ConnectionId(1), reason: "the exchange did not report every balance" }]),
      value: (_owner, _id, currency) =>
        Effect.succeed({
          currency,
          currencyIdentity: named(currency),
          total: null,
          complete: false,
          gaps: [{ connectionId: ConnectionId(1), reason: "the exchange did not report every balance" }],
          holdings: [
            {
              asset: "btc",
              identity: bitcoin,
              quantity: d("1.5"),
              currency,
              value: null,
              price: null,
              path: [],
              reason: "no market leads from btc to it"
            }
          ],
          oldestQuoteAt: null
        })
    })
  )

export const fakeEngine = (over: Overrides = {}): Layer.Layer<EngineServices, EngineStartError> => {
  const lookedAt = parts(over, over.all ?? Stream.fromIterable(transactions))
  const layer = Layer.merge(lookedAt, Layer.succeed(Snapshot, { held: (read) => read }))
  return Layer.merge(
    parts(over, Stream.die("an export is of one state")),
    Layer.succeed(OneState, { read: (stream) => Stream.provide(stream, layer) })
  )
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string | null>>
  readonly method?: string
  readonly body?: string
  readonly path?: string
}

/** A handler over the fake engine, and the two ways to call it. */
export const serveFake = (over: Overrides = {}) => {
  const runtime = ManagedRuntime.make(Layer.merge(fakeEngine(over), Logger.layer([])))
  const handler = makeHandler({
    runtime,
    allowedHosts: [host],
    assets: { "/": { contentType: "text/html; charset=utf-8", body: "<!doctype html>" } }
  })
  const fetch = ({ headers = {}, method = "POST", body, path = "/graphql" }: Asked): Promise<Response> => {
    const all: Record<string, string | null> = { host, authorization: `Bearer ${token}`, "content-type": "application/json", ...headers }
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
    return handler.fetch(new Request(`${origin}${path}`, { method, headers: kept, ...(body !== undefined && { body }) }))
  }
  const ask = async (query: string, variables?: Readonly<Record<string, unknown>>, headers?: Asked["headers"]) => {
    const response = await fetch({ body: JSON.stringify({ query, variables }), ...(headers && { headers }) })
    return { status: response.status, ...((await response.json()) as Answer) }
  }
  return { handler, runtime, fetch, ask }
}

export interface Answer {
  // A test reads what it asked for.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data?: any
  readonly errors?: ReadonlyArray<{ readonly message: string; readonly extensions?: { readonly code?: string } }>
}

export const codeOf = (answer: Answer): string | undefined => answer.errors?.[0]?.extensions?.code
