import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  balances,
  dayIn,
  keepBook,
  LiveBook,
  type LotEvent,
  type Policy,
  profitAndLoss,
  readLedger,
  report,
  summary,
  totals
} from "../../src/index.ts"
import { ledgers } from "../lots/randomLedger.ts"
import { policies } from "../lots/randomPolicy.ts"

const prices = { BTC: "30000.01", ETH: "2000.7", SOL: "99.999", OTHER: "1" }

const byName = <A extends { readonly asset: string; readonly account: string }>(rows: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...rows]
    .filter((row) => !("quantity" in row) || row.quantity !== "0")
    .sort((a, b) => (a.asset + a.account < b.asset + b.account ? -1 : 1))

/** Everything that a book says, against a fold of all events from the beginning. */
const expectSame = (live: LiveBook, policy: Partial<Policy>): void => {
  const ledger = readLedger(live.events, policy.assetAliases)
  const full = keepBook(ledger, policy)
  const book = live.book()
  expect(report(book)).toEqual(report(full))
  expect(summary(book)).toEqual(summary(full))
  expect(totals(book)).toEqual(totals(full))
  expect(live.totals()).toEqual(totals(full))
  const { unpriced, ...pnl } = profitAndLoss(book, prices)
  const { unpriced: wanted, ...wantedPnl } = profitAndLoss(full, prices)
  expect(pnl).toEqual(wantedPnl)
  expect([...unpriced].sort()).toEqual([...wanted].sort())
  expect(byName(live.balances())).toEqual(byName(balances(ledger, full.policy)))
  for (const asset of ledger.assets) {
    const mine = report(live.assetBook(asset))
    const all = report(full)
    expect(mine.disposals.filter((each) => each.asset === asset)).toEqual(all.disposals.filter((each) => each.asset === asset))
    expect(mine.remaining.filter((each) => each.asset === asset)).toEqual(all.remaining.filter((each) => each.asset === asset))
    expect(mine.errors.filter((each) => each.asset === asset)).toEqual(all.errors.filter((each) => each.asset === asset))
  }
}

const dayOf = dayIn("UTC")
const priceOf = (asset: string) => (Object.hasOwn(prices, asset) ? prices[asset as keyof typeof prices] : null)

/** Profit and loss until a day, against a fold of all that happened by then; in the digits of the whole. */
const expectSameUntil = (live: LiveBook, policy: Partial<Policy>, until: number): void => {
  const ledger = readLedger(live.events, policy.assetAliases)
  const entries = ledger.entries.filter(({ at }) => dayIn(policy.dayBoundary ?? "UTC")(at) <= until)
  const then = keepBook({ ...ledger, entries }, policy)
  const sorted = ({ unpriced, ...lines }: ReturnType<typeof profitAndLoss>) => ({ ...lines, unpriced: [...unpriced].sort() })
  expect(sorted(live.profitAndLoss(priceOf, { until }))).toEqual(sorted(profitAndLoss(then, prices)))
  for (const asset of ledger.assets)
    expect(sorted(live.profitAndLoss(priceOf, { asset, until }))).toEqual(sorted(profitAndLoss(then, prices, { asset })))
}

/** A change: an event of the pool put or put again under another id's place and time, or an id removed. */
const changes = fc.array(fc.record({ remove: fc.boolean(), which: fc.nat(59), as: fc.nat(59), read: fc.boolean(), digits: fc.boolean() }), {
  minLength: 1,
  maxLength: 25
})

const longer = (event: LotEvent): LotEvent =>
  "total" in event && event.total !== null ? { ...event, total: `${event.total}000000001` } : event

describe("a live book", () => {
  it("says the same as a fold from the beginning, after any events come, are corrected, back-dated or taken out", () => {
    fc.assert(
      fc.property(ledgers, policies, changes, fc.nat(60), fc.constantFrom(1, 3, 8), (events, policy, steps, first, spacing) => {
        const live = new LiveBook(policy, events.slice(0, first), spacing)
        for (const { remove, which, as, read, digits } of steps) {
          const event = events[which % events.length]!
          const other = events[as % events.length]!
          if (remove) live.remove([event.id])
          else live.put([{ ...(digits ? longer(event) : event), id: other.id }])
          if (read) live.totals()
        }
        expectSame(live, policy)
      }),
      { numRuns: 1500 }
    )
  })

  it("says the same of profit and loss until any day, whatever came before or after it since it was asked for last", () => {
    fc.assert(
      fc.property(
        ledgers,
        policies,
        changes,
        fc.array(fc.nat(59), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1, 3, 8),
        (events, policy, steps, days, spacing) => {
          const live = new LiveBook(policy, events.slice(0, 30), spacing)
          for (const [i, { remove, which, as, digits }] of steps.entries()) {
            const event = events[which % events.length]!
            const other = events[as % events.length]!
            if (remove) live.remove([event.id])
            else live.replace([event.id], [{ ...(digits ? longer(event) : event), id: other.id }])
            const until = dayOf({ ms: Date.parse(events[days[i % days.length]! % events.length]!.time), day: null })
            expectSameUntil(live, policy, until)
          }
          expectSameUntil(live, policy, Number.POSITIVE_INFINITY)
        }
      ),
      { numRuns: 300 }
    )
  })

  it("puts what was taken out and added again last of its time", () => {
    const at = (id: string, total: string): LotEvent => ({ id, time: "2020-01-01", type: "buy", asset: "BTC", quantity: "1", total })
    const live = new LiveBook({}, [at("a", "1"), at("b", "2"), at("c", "3")])
    live.replace(["a", "b"], [at("b", "2"), at("a", "1")])
    expect(live.events.map(({ id }) => id)).toEqual(["c", "b", "a"])
    live.put([{ id: "s", time: "2020-01-02", type: "sell", asset: "BTC", quantity: "2", total: "9" }])
    expect(report(live.book()).disposals[0]!.allocations.map(({ lot }) => lot)).toEqual(["c", "b"])
  })

  it("folds a day of the past once, until something before its end changes", () => {
    const live = new LiveBook({}, trades("BTC", 3000))
    const until = dayOf({ ms: Date.UTC(2020, 0, 1) + 1000 * 3_600_000, day: null })
    live.profitAndLoss(priceOf, { until })
    const before = live.work
    live.put([{ id: "new", time: "2030-01-01", type: "sell", asset: "BTC", quantity: "1", total: "7" }])
    live.profitAndLoss(priceOf, { until })
    expect(live.work - before).toBe(0)
    live.put([{ id: "early", time: "2020-01-02", type: "buy", asset: "BTC", quantity: "1", total: "7" }])
    const shown = live.profitAndLoss(priceOf, { until })
    expect(live.work - before).toBe(24 * 42 + 1)
    expect(shown.realised).not.toBe("0")
    expectSameUntil(live, {}, until)
  })

  it("says the same after every single append", () => {
    fc.assert(
      fc.property(ledgers, policies, fc.constantFrom(2, 5), (events, policy, spacing) => {
        const live = new LiveBook(policy, [], spacing)
        for (const event of events) {
          live.put([event])
          expect(live.totals()).toEqual(totals(keepBook(readLedger(live.events), policy)))
        }
        expectSame(live, policy)
      }),
      { numRuns: 100 }
    )
  })

  const trades = (asset: string, count: number): ReadonlyArray<LotEvent> =>
    Array.from({ length: count }, (_, i) => ({
      id: `${asset}${i}`,
      time: new Date(Date.UTC(2020, 0, 1) + i * 3_600_000).toISOString(),
      type: i % 3 === 2 ? ("sell" as const) : ("buy" as const),
      asset,
      quantity: "1.5",
      total: String(100 + (i % 17))
    }))

  it("folds one event for one that is appended, and none of other assets", () => {
    const live = new LiveBook({ method: "HIFO" }, [...trades("BTC", 9000), ...trades("ETH", 50)])
    live.totals()
    const before = live.work
    expect(before).toBe(9050)
    live.put([{ id: "new", time: "2030-01-01", type: "sell", asset: "BTC", quantity: "1", total: "7" }])
    live.totals()
    expect(live.work - before).toBe(1)
    live.assetBook("ETH")
    expect(live.work - before).toBe(1)
    expectSame(live, { method: "HIFO" })
  })

  it("folds again from the nearest checkpoint for an event of the past: never more than four times its distance and two spacings", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8999 }), (distance) => {
        const live = new LiveBook({}, trades("BTC", 9000), 128)
        live.totals()
        const before = live.work
        const at = new Date(Date.UTC(2020, 0, 1) + (9000 - distance) * 3_600_000 - 1).toISOString()
        live.put([{ id: "late", time: at, type: "buy", asset: "BTC", quantity: "1", total: "7" }])
        const shown = live.totals()
        expect(live.work - before).toBeLessThanOrEqual(4 * distance + 257)
        expect(shown).toEqual(totals(keepBook(readLedger(live.events))))
      }),
      { numRuns: 40 }
    )
  })

  it("keeps its checkpoints near the end while events are appended one by one", () => {
    const live = new LiveBook({}, [], 32)
    for (const event of trades("BTC", 3000)) {
      live.put([event])
      live.totals()
    }
    expect(live.work).toBe(3000)
    const recent = new Date(Date.UTC(2020, 0, 1) + 2950 * 3_600_000 - 1).toISOString()
    live.put([{ id: "late", time: recent, type: "buy", asset: "BTC", quantity: "1", total: "7" }])
    expect(live.totals()).toEqual(totals(keepBook(readLedger(live.events))))
    expect(live.work - 3000).toBeLessThanOrEqual(4 * 50 + 65)
  })

  it("folds again only the assets of a correction, and of a swap both", () => {
    const live = new LiveBook({}, [...trades("BTC", 30), ...trades("ETH", 40), ...trades("SOL", 50)])
    live.totals()
    const before = live.work
    live.put([
      {
        id: "swap",
        time: "2030-01-01",
        type: "conversion",
        from: { asset: "BTC", quantity: "1" },
        to: { asset: "ETH", quantity: "2" },
        value: "50",
        trade: true
      }
    ])
    live.totals()
    expect(live.work - before).toBe(2)
    live.put([{ ...trades("SOL", 50)[0]!, total: "500" } as LotEvent])
    live.totals()
    expect(live.work - before).toBe(52)
    expectSame(live, {})
  })

  it("refuses what cannot be read as a whole, and stays as it was", () => {
    const live = new LiveBook({}, trades("BTC", 5))
    const shown = report(live.book())
    const good: LotEvent = { id: "g", time: "2030-01-01", type: "buy", asset: "BTC", quantity: "1", total: "7" }
    expect(() => live.put([good, { ...good, id: "b", quantity: "1,5" }])).toThrow(RangeError)
    expect(() => live.put([good, { ...good, id: "b", time: "yesterday" }])).toThrow(RangeError)
    expect(report(live.book())).toEqual(shown)
    expect(live.events).toHaveLength(5)
  })
})
