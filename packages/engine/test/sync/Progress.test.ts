import { Effect, SubscriptionRef } from "effect"
import { describe, expect, it } from "vitest"
import { ConnectionId } from "../../src/Ids.ts"
import { make } from "../../src/sync/Progress.ts"
import { readingOf } from "../../src/sync/Reading.ts"
import { bazaarAdapter, day } from "../bazaar.ts"

const [transfers, trades] = bazaarAdapter.manifest.streams as [
  (typeof bazaarAdapter.manifest.streams)[0],
  (typeof bazaarAdapter.manifest.streams)[0]
]
const page = (exhausted: boolean, next: string | null = null) => ({ events: [], quarantined: [], next, exhausted })

describe("progress", () => {
  it("counts the windows that are still to be asked for exactly", async () => {
    const now = transfers.window!.from + 10 * 90 * day
    const first = readingOf(transfers, "", now - 1)
    expect(first.callsLeft(0, now)).toBe(10)
    const { reading } = first.advance(page(false, "more"), now)
    expect(reading.callsLeft(1, now), "half a window is still one").toBe(10)
    const after = reading.advance(page(true), now).reading
    expect(after.callsLeft(2, now)).toBe(9)
    const seen = await Effect.runPromise(
      Effect.gen(function* () {
        const progress = yield* make(ConnectionId(1))
        yield* progress.begin(["transfers"], null, 1_000)
        yield* progress.list("transfers", "", "syncing")
        yield* progress.called({ spec: transfers, dimension: "" }, 0, reading)
        yield* progress.called({ spec: transfers, dimension: "" }, 0, after)
        return yield* SubscriptionRef.get(progress.ref)
      })
    )
    // two calls, nine windows, and the four calls that end every run
    expect(seen).toMatchObject({ callsDone: 2, callsEstimated: 15 })
    expect(seen.eta).toBeGreaterThan(0)
  })

  it("takes lists that have not begun to be like those that are over, and shows how many are done", async () => {
    const seen = await Effect.runPromise(
      Effect.gen(function* () {
        const progress = yield* make(ConnectionId(1))
        yield* progress.begin(["trades"], null, 1_000)
        for (const market of ["a", "b", "c", "d"]) yield* progress.list("trades", market, "waiting")
        const before = (yield* SubscriptionRef.get(progress.ref)).callsEstimated
        const over = readingOf(trades, "", 0).advance(page(true), 1).reading
        for (const market of ["a", "b"]) {
          for (let call = 0; call < 3; call++) yield* progress.called({ spec: trades, dimension: market }, 1, over)
          yield* progress.list("trades", market, "complete")
        }
        return { before, after: yield* SubscriptionRef.get(progress.ref) }
      })
    )
    expect(seen.before).toBeNull()
    expect(seen.after.streams).toEqual([{ stream: "trades", state: "waiting", callsDone: 6, lists: { done: 2, total: 4 } }])
    expect(seen.after.callsEstimated).toBe(2 * 3 + 2 * 3 + 4)
  })

  it("takes a run to be like the last one only until it has outgrown it: then it is not all but over", async () => {
    const now = transfers.window!.from + 10 * 90 * day
    const reading = readingOf(transfers, "", now - 1)
    const unknown = readingOf({ ...transfers, window: null, order: "newest-first" }, "", now)
    const estimates = await Effect.runPromise(
      Effect.gen(function* () {
        const progress = yield* make(ConnectionId(1))
        const after = (calls: number, of: typeof reading) =>
          Effect.gen(function* () {
            yield* progress.begin(["transfers"], 6, 1_000)
            yield* progress.list("transfers", "", "syncing")
            for (let call = 0; call < calls; call++) yield* progress.called({ spec: transfers, dimension: "" }, 0, of)
            const { callsEstimated, eta } = yield* SubscriptionRef.get(progress.ref)
            return { callsEstimated, hasEta: eta !== null }
          })
        return [yield* after(2, unknown), yield* after(6, unknown), yield* after(2, reading)]
      })
    )
    expect(estimates).toEqual([
      { callsEstimated: 6, hasEta: true },
      { callsEstimated: null, hasEta: false },
      // two calls, ten windows, and the four calls that end every run: more than the last run took
      { callsEstimated: 16, hasEta: true }
    ])
  })
})
