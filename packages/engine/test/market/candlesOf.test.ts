import { type Adapter, type CandleRequest, Candles, type CandleSpec, LosslessJson, type Reply } from "@caudal/exchange"
import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { Host } from "../../src/host/Host.ts"
import { candlesOf } from "../../src/market/candlesOf.ts"
import { toyAdapter } from "../../src/testing/index.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const t0 = Date.UTC(2026, 0, 10)

const spec: CandleSpec = { endpoint: "tickers", spansMs: [minute, hour, day], dayStartMs: 6 * hour, most: 4, depth: "full" }

/** Reads `[[at, price], …]`. */
const candles = (over: Partial<CandleSpec> = {}, parse?: NonNullable<Adapter["candles"]>["parse"]): Adapter => ({
  ...toyAdapter,
  manifest: { ...toyAdapter.manifest, market: { ...toyAdapter.manifest.market, candles: { ...spec, ...over } } },
  candles: {
    request: ({ market, spanMs, from, to }) => ({ endpoint: "tickers", query: [["ask", [market, spanMs, from, to].join(" ")]] }),
    parse:
      parse ??
      ((reply) => {
        const read = (reply.json as unknown as ReadonlyArray<readonly [number, string]>).map(([at, price]) =>
          Candles.make(at, { open: price, high: price, low: price, close: price, volume: null })
        )
        return {
          items: read.filter((one) => typeof one !== "string"),
          quarantined: read.flatMap((one, index) => (typeof one === "string" ? [{ pointer: `/${index}`, reason: one }] : []))
        }
      })
  }
})

type Rows = ReadonlyArray<readonly [number, string]>

/** A host that answers out of hand with what `answer` has in the window, and notes each window. */
const read = (
  adapter: Adapter,
  request: Partial<CandleRequest>,
  answer: (from: number, to: number, spanMs: number) => Rows,
  theirClock = 0
) => {
  const asked: Array<readonly [number, number]> = []
  const host = Host.of({
    call: (_caller, { query = [] }) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const [, spanMs, from, to] = query[0]![1].split(" ").map(Number)
        asked.push([from!, to!])
        const text = JSON.stringify(answer(from!, to!, spanMs!))
        const reply: Reply = { status: 200, contentType: "application/json", text, json: LosslessJson.parse(text) }
        return { reply, at: now + theirClock }
      }),
    count: () => Effect.void
  })
  return candlesOf(adapter, { market: "ab", spanMs: minute, from: t0, to: t0 + 10 * minute, ...request }).pipe(
    Effect.provideService(Host, host),
    Effect.map((history) => ({ ...history, asked, starts: history.candles.map(({ at }) => at) }))
  )
}
const all = (from: number, to: number, spanMs: number): Rows =>
  Array.from({ length: Math.ceil((to - from) / spanMs) }, (_, index) => [from + index * spanMs, "5"])
const starts = (from: number, count: number, spanMs = minute) => Array.from({ length: count }, (_, index) => from + index * spanMs)
const later = TestClock.setTime(t0 + 365 * day)

describe("candles", () => {
  it.effect("are read in pages of as many as one reply holds, each page once", () =>
    Effect.gen(function* () {
      yield* later
      const history = yield* read(candles(), {}, all)
      expect(history.asked.map(([from, to]) => [(from - t0) / minute, (to - t0) / minute])).toEqual([
        [0, 4],
        [4, 8],
        [8, 10]
      ])
      expect(history.starts).toEqual(starts(t0, 10))
      expect([history.from, history.to]).toEqual([t0, t0 + 10 * minute])
    })
  )

  it.effect("are those asked for, once and oldest first, whatever else a reply holds and in which order", () =>
    Effect.gen(function* () {
      yield* later
      const generous = (from: number, to: number) => all(from - 3 * minute, to + 3 * minute, minute).toReversed()
      expect((yield* read(candles(), {}, generous)).starts).toEqual(starts(t0, 10))
    })
  )

  it.effect("that are not over are left out, by our clock and by theirs", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0 + 7 * minute - 1)
      const history = yield* read(candles(), {}, () => all(t0, t0 + 10 * minute, minute))
      expect(history.starts).toEqual(starts(t0, 6))
      expect(history.to).toBe(t0 + 6 * minute)
      const behind = yield* read(candles(), {}, () => all(t0, t0 + 10 * minute, minute), -2 * minute)
      expect(behind.starts).toEqual(starts(t0, 4))
      expect(behind.to).toBe(t0 + 4 * minute)
      yield* TestClock.setTime(t0 + 7 * minute)
      expect((yield* read(candles(), {}, all)).starts).toEqual(starts(t0, 7))
    })
  )

  it.effect("of a day begin when the exchange's day does", () =>
    Effect.gen(function* () {
      yield* later
      const history = yield* read(candles(), { spanMs: day, from: t0, to: t0 + 3 * day }, all)
      expect(history.starts).toEqual(starts(t0 + 6 * hour, 3, day))
      expect([history.from, history.to]).toEqual([t0 + 6 * hour, t0 + 3 * day + 6 * hour])
    })
  )

  it.effect("that nobody traded in may be missing, and the stretch is known all the same", () =>
    Effect.gen(function* () {
      yield* later
      const history = yield* read(candles(), {}, (from) => (from === t0 ? [] : [[from + minute, "5"]]))
      expect(history.starts).toEqual([t0 + 5 * minute, t0 + 9 * minute])
      expect([history.from, history.to]).toEqual([t0, t0 + 10 * minute])
    })
  )

  it.effect("older than the exchange shows are not asked for, and what is known begins where it does", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(t0 + 10 * minute + 1)
      const short = candles({ most: 3, depth: { candles: 3 } })
      const history = yield* read(short, { to: t0 + day }, () => all(t0 + 8 * minute, t0 + 11 * minute, minute))
      expect(history.asked).toEqual([[t0 + 8 * minute, t0 + 10 * minute]])
      expect(history.starts).toEqual(starts(t0 + 8 * minute, 2))
      expect(history.from).toBe(t0 + 8 * minute)
      const gone = yield* read(short, { to: t0 + 5 * minute }, all)
      expect(gone).toMatchObject({ asked: [], candles: [], from: t0 + 5 * minute, to: t0 + 5 * minute })
    })
  )

  it.effect("off the grid and rows that cannot be read are put aside, with a reason", () =>
    Effect.gen(function* () {
      yield* later
      const history = yield* read(candles({ most: 10 }), {}, () => [
        [t0, "5"],
        [t0 + 1, "5"],
        [t0 + minute, "0"]
      ])
      expect(history.starts).toEqual([t0])
      expect(history.quarantined).toEqual([
        { pointer: "/2", reason: "the lowest price is not above zero" },
        { pointer: "", reason: `a candle begins at ${t0 + 1}, where none should` }
      ])
    })
  )

  it.effect("of which a reply holds none that can be read are a failure, and no time without trade", () =>
    Effect.gen(function* () {
      yield* later
      const odd: ReadonlyArray<Rows> = [[[t0, "0"]], [[t0 + 1, "5"]]]
      for (const rows of odd) {
        const failed = yield* Effect.flip(read(candles({ most: 10 }), {}, () => rows))
        expect(failed).toMatchObject({ _tag: "CallFailed", failure: { code: "SCHEMA_DRIFT" } })
      }
      expect(yield* read(candles({ most: 10 }), {}, () => [[t0 - minute, "5"]])).toMatchObject({
        candles: [],
        from: t0,
        to: t0 + 10 * minute
      })
    })
  )

  it.effect("that an adapter has not, or cannot read without falling, are its bug and no crash", () =>
    Effect.gen(function* () {
      yield* later
      const failing = [
        read(toyAdapter, {}, all),
        read(candles(), { spanMs: 2 * minute }, all),
        read(
          candles({}, () => {
            throw new Error("no")
          }),
          {},
          all
        )
      ]
      for (const one of failing) expect(yield* Effect.flip(one)).toMatchObject({ _tag: "CallFailed", failure: { code: "ADAPTER_BUG" } })
    })
  )

  it.effect("of any stretch are all that begin in it, whatever the page", () =>
    Effect.gen(function* () {
      yield* later
      const cases = fc.sample(
        fc.record({
          most: fc.integer({ min: 1, max: 9 }),
          from: fc.integer({ min: 0, max: 60 * minute }),
          length: fc.integer({ min: 0, max: 40 * minute })
        }),
        60
      )
      for (const { most, from, length } of cases) {
        const request = { from: t0 + from, to: t0 + from + length }
        const wanted = starts(t0, 200).filter((at) => at >= request.from && at < request.to)
        const history = yield* read(candles({ most }), request, all)
        expect(history.starts).toEqual(wanted)
        expect(history.asked).toHaveLength(Math.ceil(wanted.length / most))
      }
    })
  )
})
