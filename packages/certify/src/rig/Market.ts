/** An exchange's public prices as the real host reads them from its double: no account and no key. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type CandleHistory, candlesOf } from "@caudal/engine"
import { publicReadsLayer } from "@caudal/engine/storage/sqlite"
import { type Adapter, type Call, type CandleRequest, type Failure, type Reply } from "@caudal/exchange"
import type { Simulator } from "@caudal/exchange/simulator"
import { ManagedRuntime } from "effect"
import { Broken, must, type Subject } from "../Case.ts"
import { asking } from "./readTickers.ts"
import { now } from "./Rig.ts"
import { makeWire, type Wire } from "./Wire.ts"

/** One reply that was read, and what the adapter made of it. */
export interface ReadCandles {
  readonly request: CandleRequest
  readonly call: Call
  readonly reply: Reply
  readonly page: ReturnType<NonNullable<Adapter["candles"]>["parse"]>
}

export interface Market {
  readonly simulator: Simulator
  readonly wire: Wire
  /** The first that the exchange lists. */
  readonly market: string
  /** Rejects with {@link Broken} where the call failed. `most`: in smaller pages than the manifest allows. */
  readonly candles: (request: Omit<CandleRequest, "market">, most?: number) => Promise<CandleHistory>
  readonly read: ReadonlyArray<ReadCandles>
}

/** The names of the markets, asked for without any engine. */
const marketsOf = async (adapter: Adapter, simulator: Simulator): Promise<ReadonlyArray<string>> => {
  const { documents } = adapter
  const reader = documents.ticker ?? documents.market
  must(reader !== undefined, "there are candles, and neither tickers nor markets to name what they could be of")
  const ask = asking(adapter, simulator)
  const also = await Promise.all((reader.also ?? []).map(ask))
  return reader.parse(await ask(reader.call), also).items.map(({ market }) => market)
}

const observed = (adapter: Adapter, read: Array<ReadCandles>, most: number | undefined): Adapter => {
  const reader = adapter.candles!
  const spec = adapter.manifest.market.candles!
  let call: Call = { endpoint: spec.endpoint }
  return {
    ...adapter,
    manifest: { ...adapter.manifest, market: { ...adapter.manifest.market, candles: { ...spec, most: most ?? spec.most } } },
    candles: {
      request: (request) => (call = reader.request(request)),
      parse: (reply, request) => {
        const page = reader.parse(reply, request)
        read.push({ request, call, reply, page })
        return page
      }
    }
  }
}

/** One at a time: it takes the place of `fetch`. */
export const withMarket = async (subject: Subject, use: (market: Market) => Promise<void>): Promise<void> => {
  const { adapter } = subject
  const rateScale = 100_000
  const simulator = subject.simulator.open({ account: { rows: subject.simulator.rowsOf([]) }, rateScale })
  const [market] = await marketsOf(adapter, simulator)
  must(market !== undefined, "there are candles, and no market is listed")
  const wire = makeWire(simulator, now)
  const read: Array<ReadCandles> = []
  const root = mkdtempSync(join(tmpdir(), "caudal-certify-"))
  const runtime = ManagedRuntime.make(
    publicReadsLayer({ adapters: [adapter], dataDir: join(root, "data"), exchangeOrigins: {}, rateScale })
  )
  // oxlint-disable-next-line eslint/no-restricted-globals, eslint/no-restricted-properties -- the host uses the global one, and nothing may get past the rig
  const world = globalThis as { fetch: typeof globalThis.fetch }
  const outside = world.fetch
  world.fetch = wire.fetch
  try {
    await use({
      simulator,
      wire,
      market,
      read,
      candles: (request, most) =>
        runtime.runPromise(candlesOf(observed(adapter, read, most), { market, ...request })).catch((error: unknown) => {
          const { failure } = error as { readonly failure?: Failure }
          throw failure === undefined ? error : new Broken(`candles cannot be read: ${failure.code}: ${failure.message}`)
        })
    })
  } finally {
    await runtime.dispose()
    world.fetch = outside
    rmSync(root, { recursive: true, force: true })
  }
}
