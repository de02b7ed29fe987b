import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  add,
  contains,
  type Decimal,
  gainBounds,
  keepBook,
  type LotEvent,
  measuredValue,
  subtractMeasured,
  multiply,
  addMeasured,
  type Policy,
  type PriceRange,
  readLedger,
  report,
  sum
} from "../../src/index.ts"
import { covered, ledgers } from "../lots/randomLedger.ts"
import { policies } from "../lots/randomPolicy.ts"

const methods: ReadonlyArray<Policy["method"]> = ["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE", "UK_S104", "CA_ACB"]

type Trade = LotEvent & { readonly quantity: string; readonly total: string }

/** A narrow range about the true price of each event, and the widest for units that no row tells of. */
const ranges = (events: ReadonlyArray<LotEvent>): ((asset: string, event: string | null) => PriceRange) => {
  const unit = ({ total, quantity }: Trade): number => Number(total) / Number(quantity)
  const trades: ReadonlyArray<Trade> = events as ReadonlyArray<Trade>
  const all = trades.map(unit)
  return (_, id) => {
    const known = id === null ? undefined : trades.find((trade) => trade.id === id)
    const [low, high] = known === undefined ? [Math.min(...all), Math.max(...all)] : [unit(known), unit(known)]
    return { low: (low * 0.99).toFixed(6), high: (high * 1.01 + 0.00001).toFixed(6) }
  }
}

const hide = (events: ReadonlyArray<LotEvent>, what: ReadonlyArray<number>, how: "total" | "row"): ReadonlyArray<LotEvent> =>
  events.flatMap((event, i) => {
    if (!what.includes(i)) return [event]
    if (how === "total") return [{ ...event, total: null } as LotEvent]
    return event.type === "buy" ? [] : [event]
  })

const truth = (events: ReadonlyArray<LotEvent>, method: Policy["method"]): ReadonlyMap<string, string> =>
  new Map(report(keepBook(readLedger(events), { method })).disposals.map(({ event, gain }) => [event, gain!]))

const hidden = fc.record({
  events: covered,
  method: fc.constantFrom(...methods),
  what: fc.array(fc.nat(79), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom("total" as const, "row" as const),
  ranged: fc.boolean()
})

describe("bounds of gains", () => {
  it("hold the true gain of every disposal and of all together, whatever basis, value or row is hidden", () => {
    let exact = 0
    let closed = 0
    fc.assert(
      fc.property(hidden, ({ events, method, what, how, ranged }) => {
        const gains = truth(events, method)
        const { disposals, realised } = gainBounds(
          readLedger(hide(events, what, how)),
          { method },
          { rangeOf: ranged ? ranges(events) : () => null, incomplete: how === "row" ? ["BTC"] : [] }
        )
        for (const { event, gain } of disposals) {
          expect(contains(gain, gains.get(event)!), `${event}: ${gains.get(event)} in ${JSON.stringify(gain)}`).toBe(true)
          if (gain.state === "exact") exact++
          else if (gain.state === "bounded" && gain.low !== null && gain.high !== null) closed++
          if (gain.state !== "exact") expect(gain.causes.length).toBeGreaterThan(0)
        }
        expect(contains(realised, sum(gains.values()))).toBe(true)
      }),
      { numRuns: 3000 }
    )
    expect(exact).toBeGreaterThan(1000)
    expect(closed).toBeGreaterThan(1000)
  })

  it("have an answer for any ledger and policy, exact only where the gain is known, and a cause everywhere else", () => {
    fc.assert(
      fc.property(ledgers, policies, fc.boolean(), (events, policy, ranged) => {
        const known = new Map(
          report(keepBook(readLedger(events), { ...policy, missingBasis: "unknown" })).disposals.map((each) => [
            each.event + each.asset,
            each.gain
          ])
        )
        const range = { low: "1", high: "90000" }
        const { disposals } = gainBounds(readLedger(events), policy, { rangeOf: () => (ranged ? range : null) })
        expect(disposals).toHaveLength(known.size)
        for (const { event, asset, gain } of disposals) {
          if (gain.state !== "exact") expect(gain.causes.length).toBeGreaterThan(0)
          else if (known.get(event + asset) !== null) expect(gain.value).toBe(known.get(event + asset))
        }
      }),
      { numRuns: 500 }
    )
  })

  it("are exact where nothing is missing, and what is missing of one asset does not blur another", () => {
    const trade = (id: string, type: "buy" | "sell", asset: string, total: string | null): LotEvent => ({
      id,
      time: `2024-01-0${id.length}`,
      type,
      asset,
      quantity: "1",
      total
    })
    const events = [
      trade("a", "buy", "BTC", "10"),
      trade("b", "buy", "ETH", null),
      trade("ss", "sell", "BTC", "15"),
      trade("tt", "sell", "ETH", "7")
    ]
    const of = (range: { low: string; high: string } | null) => gainBounds(readLedger(events), {}, { rangeOf: () => range })
    const cause = [{ code: "basis unknown", asset: "ETH", event: "b" }]
    expect(of(null).disposals).toEqual([
      { event: "ss", asset: "BTC", gain: { state: "exact", value: "5" } },
      { event: "tt", asset: "ETH", gain: { state: "bounded", low: null, high: "7", causes: cause } }
    ])
    expect(of({ low: "3", high: "4" }).disposals[1]!.gain).toEqual({ state: "bounded", low: "3", high: "4", causes: cause })
    expect(of({ low: "3", high: "4" }).realised).toEqual({ state: "bounded", low: "8", high: "9", causes: cause })
  })

  it("are unavailable where neither the value nor the cost is limited", () => {
    const events: ReadonlyArray<LotEvent> = [
      { id: "b", time: "2024-01-01", type: "buy", asset: "X", quantity: "1", total: null },
      { id: "s", time: "2024-01-02", type: "sell", asset: "X", quantity: "1", total: null }
    ]
    expect(gainBounds(readLedger(events), {}, { rangeOf: () => null }).realised).toMatchObject({
      state: "unavailable",
      causes: [{ code: "basis unknown" }, { code: "value unknown" }]
    })
  })
})

describe("bounds of a value", () => {
  it("hold the true value for any prices inside their ranges", () => {
    const row = fc.record({ quantity: fc.nat(1000), low: fc.nat(1000), width: fc.nat(100), part: fc.nat(100) })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const holdings = rows.map(({ quantity }, i) => ({ asset: `a${i}`, quantity: String(quantity) }))
        const value = measuredValue(holdings, (asset) => {
          const { low, width } = rows[Number(asset.slice(1))]!
          return { low: String(low), high: String(low + width) }
        })
        const real = rows.reduce<string>(
          (total, { quantity, low, width, part }) => add(total, multiply(String(quantity), String(low + Math.floor((width * part) / 100)))),
          "0"
        )
        expect(contains(value, real)).toBe(true)
      }),
      { numRuns: 1000 }
    )
  })

  it("is at least what the rest is worth where a price is missing, and says which", () => {
    const value = measuredValue(
      [
        { asset: "BTC", quantity: "2" },
        { asset: "SPAM", quantity: "9" },
        { asset: "GONE", quantity: "0" }
      ],
      (asset) => (asset === "BTC" ? { low: "10", high: "10" } : null)
    )
    expect(value).toEqual({ state: "bounded", low: "20", high: null, causes: [{ code: "price missing", asset: "SPAM", event: null }] })
    expect(subtractMeasured({ state: "exact", value: "5" as Decimal }, value)).toMatchObject({ low: null, high: "-15" })
    expect(addMeasured(value, value)).toMatchObject({ low: "40", causes: [{ asset: "SPAM" }] })
  })
})
