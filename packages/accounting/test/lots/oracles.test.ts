/** Naive second implementations, in fractions, one unit of thought each: what the fold must agree with. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { keepBook, type LotEvent, type LotMethod, readLedger, report, scaled, subtract, sum, tenTo } from "../../src/index.ts"
import { covered } from "./randomLedger.ts"

/** An exact fraction. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const zero: Fraction = { over: 0n, under: 1n }
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
const reduced = (over: bigint, under: bigint): Fraction => {
  const common = gcd(over, under)
  return common === 0n ? zero : { over: over / common, under: under / common }
}
const plus = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.under + b.over * a.under, a.under * b.under)
const times = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.over, a.under * b.under)
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { over: -b.over, under: b.under })
const divided = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.under, a.under * b.over)
const below = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under
const of = (text: string): Fraction => {
  const { units, scale } = scaled(text)
  return reduced(units, tenTo(scale))
}

const tolerance: Fraction = { over: 1n, under: 10n ** 15n }
const isNear = (a: Fraction, b: Fraction): boolean => {
  const distance = minus(a, b)
  return below({ over: distance.over < 0n ? -distance.over : distance.over, under: distance.under }, tolerance)
}

type Trade = Extract<LotEvent, { type: "buy" | "sell" }>

/** Costs of the sales, by always looking at every open lot. */
const byLots = (
  events: ReadonlyArray<LotEvent>,
  pick: (lots: ReadonlyArray<{ unit: Fraction; left: Fraction }>) => number
): ReadonlyArray<Fraction> => {
  const lots: Array<{ unit: Fraction; left: Fraction }> = []
  const costs: Array<Fraction> = []
  for (const { type, quantity, total } of events as ReadonlyArray<Trade>) {
    const units = of(quantity)
    if (type === "buy") {
      lots.push({ unit: divided(of(total!), units), left: units })
      continue
    }
    let wanted = units
    let cost = zero
    while (wanted.over > 0n) {
      const lot = lots[pick(lots)]!
      const taken = below(lot.left, wanted) ? lot.left : wanted
      cost = plus(cost, times(lot.unit, taken))
      wanted = minus(wanted, taken)
      lot.left = minus(lot.left, taken)
      if (lot.left.over === 0n) lots.splice(lots.indexOf(lot), 1)
    }
    costs.push(cost)
  }
  return costs
}

const byAverage = (events: ReadonlyArray<LotEvent>): ReadonlyArray<Fraction> => {
  let held = zero
  let worth = zero
  const costs: Array<Fraction> = []
  for (const { type, quantity, total } of events as ReadonlyArray<Trade>) {
    const units = of(quantity)
    if (type === "buy") {
      held = plus(held, units)
      worth = plus(worth, of(total!))
      continue
    }
    const cost = times(worth, divided(units, held))
    held = minus(held, units)
    worth = minus(worth, cost)
    costs.push(cost)
  }
  return costs
}

const first = (lots: ReadonlyArray<{ unit: Fraction }>, better: (a: Fraction, b: Fraction) => boolean): number =>
  lots.reduce((best, { unit }, i) => (better(unit, lots[best]!.unit) ? i : best), 0)

const oracles: Readonly<Partial<Record<LotMethod, (events: ReadonlyArray<LotEvent>) => ReadonlyArray<Fraction>>>> = {
  FIFO: (events) => byLots(events, () => 0),
  LIFO: (events) => byLots(events, (lots) => lots.length - 1),
  HIFO: (events) => byLots(events, (lots) => first(lots, (a, b) => below(b, a))),
  LOFO: (events) => byLots(events, (lots) => first(lots, below)),
  AVERAGE: byAverage
}

const agrees = (method: string, events: ReadonlyArray<LotEvent>): void => {
  const { disposals } = report(keepBook(readLedger(events), { method: method as LotMethod }))
  const expected = oracles[method as LotMethod]!(events)
  expect(disposals).toHaveLength(expected.length)
  // HIFO and LOFO compare what is left of a lot, whose unit cost may be rounded in the 18th place: ties may fall otherwise.
  disposals.forEach(({ costBasis }, i) => expect(isNear(of(costBasis!), expected[i]!), `${i}: ${costBasis}`).toBe(true))
}

/** So many purchases that lots used up are dropped again and again, and few of them open at a time. */
const longHistory = (purchases: number): ReadonlyArray<LotEvent> => {
  let state = 7
  const below = (most: number): number => (state = (state * 48271) % 2147483647) % most
  let held = 0
  return Array.from({ length: 2 * purchases }, (_, i): LotEvent => {
    const incoming = held < 1000 || (held < 9000 && below(2) === 0)
    const units = 1 + below(incoming ? 400 : Math.min(held, 400))
    held += incoming ? units : -units
    const time = new Date(Date.UTC(2015, 0, 1) + i * 60_000).toISOString()
    return { id: `e${i}`, time, type: incoming ? "buy" : "sell", asset: "BTC", quantity: String(units), total: String(1 + below(100_000)) }
  })
}

describe("a naive implementation in fractions agrees", () => {
  it.each(Object.keys(oracles))("%s", (method) => {
    fc.assert(
      fc.property(covered, (events) => agrees(method, events)),
      { numRuns: 300 }
    )
  })

  it.each(["FIFO", "LIFO", "HIFO", "LOFO"])("%s, over a history of many lots, and loses none of those that are left", (method) => {
    const events = longHistory(3000)
    agrees(method, events)
    const units = (type: "buy" | "sell"): ReadonlyArray<string> => events.flatMap((event) => (event.type === type ? [event.quantity] : []))
    const { remaining } = report(keepBook(readLedger(events), { method: method as LotMethod }))
    expect(sum(remaining.map(({ quantity }) => quantity))).toBe(subtract(sum(units("buy")), sum(units("sell"))))
  })
})
