import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type DayCuts,
  type FlowTiming,
  LiveDays,
  type LivePrices,
  moneyKinds,
  type MoneyKind,
  Periods,
  tenTo,
  twr
} from "../../src/index.ts"

const first = 100
const ids = ["a", "b", "c"] as const

/** What an asset's close is, day by day; null where nobody knows. */
type Closes = ReadonlyArray<{ readonly units: bigint; readonly age: number } | null>

interface Move {
  readonly asset: (typeof ids)[number]
  readonly day: number
  /** `held`, or a kind of money. */
  readonly what: "held" | MoneyKind
  readonly units: bigint
}

/** All that ever came, in the order in which nobody cares. */
interface World {
  last: number
  readonly moves: Array<Move>
  readonly closes: Record<(typeof ids)[number], { scale: number; of: Closes }>
  /** By day; values and flows that came from elsewhere. */
  cuts: ReadonlyMap<number, DayCuts>
}

const pricesOf = ({ scale, of }: World["closes"]["a"], count: number): LivePrices => {
  const shown = of.slice(0, count)
  const wide = shown.map((close) => close?.units ?? 0n)
  const most = wide.reduce((highest, units) => Math.max(highest, Number(units)), 0)
  return {
    scale,
    units: most < 2 ** 62 ? BigInt64Array.from(wide) : wide,
    most,
    isKnown: Uint8Array.from(shown, (close) => (close === null ? 0 : 1)),
    from: Int32Array.from(shown, (close, at) => first + at - (close?.age ?? 0))
  }
}

const unitScale = { a: 0, b: 2, c: 6 } as const

/** Straight from what the words mean: every day on its own, from everything. */
const anew = ({ last, moves, closes, cuts }: World, timing: FlowTiming) => {
  const scale = Math.max(...ids.map((id) => unitScale[id] + closes[id].scale))
  const finest = Math.max(scale, ...[...cuts.values()].map((one) => one.scale))
  const days = Array.from({ length: last - first + 1 }, (_, place) => {
    const day = first + place
    const sum = (what: Move["what"], counts: (move: Move) => boolean) => {
      const found = ids.map((id) => {
        const units = moves.reduce((all, move) => (move.asset === id && move.what === what && counts(move) ? all + move.units : all), 0n)
        const close = closes[id].of[place] ?? null
        const worth = close === null ? 0n : units * close.units * tenTo(scale - unitScale[id] - closes[id].scale)
        return { id, units, close, worth }
      })
      const there = found.filter(({ units }) => units !== 0n)
      return {
        worth: found.reduce((all, { worth }) => all + worth, 0n),
        lacking: there.filter(({ close }) => close === null).map(({ id }) => id),
        carried: there.filter(({ close }) => close !== null && close.age > 0).length
      }
    }
    const held = sum("held", (move) => move.day <= day)
    const moneys = Object.fromEntries(moneyKinds.map((kind) => [kind, sum(kind, (move) => move.day === day)]))
    return { held, moneys: moneys as Record<MoneyKind, typeof held> }
  })
  const returns = days.map((_, until) => {
    const periods: Array<{ start: bigint; end: bigint; flow: bigint; timing: FlowTiming }> = []
    // A digit more, so that a flow can be halved.
    const ofDays = tenTo(finest - scale + 1)
    let since = 0
    let known = days[0]!.held.lacking.length === 0
    for (let at = 1; at <= until; at++) {
      const { held, moneys } = days[at]!
      if (moneys.flow.lacking.length > 0) known = false
      if (held.lacking.length > 0) {
        if (moneys.flow.worth !== 0n) known = false
        continue
      }
      let start = days[since]!.held.worth * ofDays
      if (at - since > 1 && (start === 0n || moneys.flow.worth !== 0n)) known = false
      const cut = at - since === 1 ? cuts.get(first + at) : undefined
      let flow = cut === undefined ? moneys.flow.worth * ofDays : 0n
      for (const each of cut?.flows ?? []) {
        const by = tenTo(finest - cut!.scale + 1)
        periods.push({ start, end: each.before * by, flow, timing: "start" })
        start = each.before * by
        flow = each.flow * by
      }
      periods.push({ start, end: held.worth * ofDays, flow, timing: cut === undefined ? timing : "start" })
      since = at
    }
    if (!known) return "unknown"
    const all = new Periods({
      scale: finest + 1,
      starts: periods.map(({ start }) => start),
      ends: periods.map(({ end }) => end),
      flows: periods.map(({ flow }) => flow),
      timings: periods.map((period) => period.timing)
    })
    const found = twr(all)
    return periods.length > 0 && found.twr.value === null ? "broken" : found.index
  })
  return { scale, days, returns }
}

const expectSame = (live: LiveDays, world: World, timing: FlowTiming, from = first): void => {
  const { scale, days, returns } = anew(world, timing)
  const by = tenTo(live.scale - scale)
  for (let day = from; day <= world.last; day++) {
    const { held, moneys } = days[day - first]!
    expect(live.day(day)).toEqual({ value: held.worth * by, unpriced: held.lacking, carried: held.carried })
    for (const kind of moneyKinds) expect(live.money(kind, day)).toEqual({ units: moneys[kind].worth * by, unvalued: moneys[kind].lacking })
    const linked = live.linkedUntil(day, timing)
    expect(linked.state === "linked" ? linked.index : linked.state).toBe(returns[day - first])
  }
}

const close = fc.option(
  fc.record({
    units: fc.oneof(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 0n, max: 10n ** 20n })),
    age: fc.constantFrom(0, 0, 0, 2)
  }),
  { freq: 12 }
)
const closesOf = fc.record({ scale: fc.constantFrom(0, 2, 9), of: fc.array(close, { minLength: 24, maxLength: 24 }) })
const worlds = fc.record({ a: closesOf, b: closesOf, c: closesOf })

const aMove: fc.Arbitrary<Move> = fc.record({
  asset: fc.constantFrom(...ids),
  day: fc.integer({ min: first - 3, max: first + 23 }),
  what: fc.constantFrom<Move["what"]>("held", "held", "held", "flow", ...moneyKinds),
  units: fc.oneof(fc.bigInt({ min: -50n, max: 200n }), fc.bigInt({ min: -(10n ** 13n), max: 10n ** 15n }))
})

const someCuts: fc.Arbitrary<DayCuts> = fc.record({
  scale: fc.constantFrom(0, 4, 20),
  flows: fc.array(fc.record({ before: fc.bigInt({ min: -9n, max: 10n ** 9n }), flow: fc.bigInt({ min: -(10n ** 8n), max: 10n ** 9n }) }), {
    minLength: 1,
    maxLength: 3
  })
})

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("move" as const), move: aMove }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("take back" as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("price" as const), asset: fc.constantFrom(...ids), day: fc.nat(23), close }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("cut" as const),
      days: fc.array(fc.tuple(fc.integer({ min: first + 1, max: first + 23 }), someCuts), { maxLength: 4 }),
      keep: fc.boolean()
    })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refine" as const), asset: fc.constantFrom(...ids) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("extend" as const), by: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("read" as const), day: fc.nat(23) }) }
)

const put = (live: LiveDays, { asset, day, what, units }: Move, sign: bigint): void =>
  what === "held" ? live.move(asset, day, sign * units) : live.pay(asset, day, what, sign * units)

const named = (live: LiveDays, { last, closes }: World, asset: (typeof ids)[number]): void =>
  live.asset(asset, unitScale[asset], pricesOf(closes[asset], last - first + 1))

/** As it is after all that happened, with the world that it should tell of. */
const after = (
  closes: World["closes"],
  steps: ReadonlyArray<typeof step extends fc.Arbitrary<infer A> ? A : never>,
  timing: FlowTiming
) => {
  const world: World = { last: first + 11, moves: [], closes: { ...closes }, cuts: new Map() }
  const live = new LiveDays(first, world.last)
  for (const id of ids) named(live, world, id)
  for (const each of steps) {
    if (each.do === "move") {
      const move = { ...each.move, day: Math.min(each.move.day, world.last) }
      world.moves.push(move)
      put(live, move, 1n)
    } else if (each.do === "take back") {
      const [move] = world.moves.length === 0 ? [] : world.moves.splice(each.which % world.moves.length, 1)
      if (move !== undefined) put(live, move, -1n)
    } else if (each.do === "price") {
      const { scale, of } = world.closes[each.asset]
      world.closes[each.asset] = { scale, of: of.with(each.day, each.close) }
      named(live, world, each.asset)
    } else if (each.do === "cut") {
      world.cuts = new Map([...(each.keep ? world.cuts : []), ...each.days])
      live.cut(world.cuts)
    } else if (each.do === "refine") {
      const { scale, of } = world.closes[each.asset]
      const finer = of.map((one) => (one === null ? null : { ...one, units: one.units * 10n }))
      world.closes[each.asset] = { scale: scale + 1, of: finer }
      named(live, world, each.asset)
    } else if (each.do === "extend") {
      world.last = Math.min(world.last + each.by, first + 23)
      live.extend(world.last)
      for (const id of ids) named(live, world, id)
    } else {
      const day = first + Math.min(each.day, world.last - first)
      live.day(day)
      live.linkedUntil(day, timing)
    }
  }
  return { live, world }
}

const timings = fc.constantFrom<FlowTiming>("inStartOutEnd", "start", "end", "mid")

describe("live days", () => {
  it("say the same as days made anew, after any moves come, are back-dated or taken back, and prices change", () => {
    fc.assert(
      fc.property(worlds, fc.array(step, { minLength: 1, maxLength: 40 }), timings, (closes, steps, timing) => {
        const { live, world } = after(closes, steps, timing)
        expectSame(live, world, timing)
      }),
      { numRuns: 3000 }
    )
  })

  it("know a return of whatever convention, also when another was asked for before", () => {
    fc.assert(
      fc.property(worlds, fc.array(step, { minLength: 1, maxLength: 20 }), timings, timings, aMove, (closes, steps, one, other, late) => {
        const { live, world } = after(closes, steps, one)
        live.linkedUntil(world.last, other)
        const move = { ...late, day: Math.min(late.day, world.last) }
        world.moves.push(move)
        put(live, move, 1n)
        for (const timing of [one, other]) expectSame(live, world, timing)
      }),
      { numRuns: 300 }
    )
  })

  const plain = (count: number): LivePrices => ({
    scale: 2,
    units: new BigInt64Array(count).map((_, at) => BigInt(1000 + (at % 37))),
    most: 1036,
    isKnown: new Uint8Array(count).fill(1),
    from: Int32Array.from({ length: count }, (_, at) => at)
  })

  it("value and link no day before the one that changes, and no other asset", () => {
    const count = 3650
    const live = new LiveDays(0, count - 1)
    for (const id of ["a", "b", "c"]) live.asset(id, 6, plain(count))
    for (let day = 0; day < count; day++) for (const id of ["a", "b", "c"]) live.move(id, day, 1_000_000n)
    live.linkedUntil(count - 1)
    const cost = (day: number) => {
      const before = live.work
      live.move("b", day, 5n)
      live.linkedUntil(count - 1)
      return live.work - before
    }
    expect(live.work).toBe(3 * count + count)
    expect(cost(count - 1)).toBe(2)
    expect(cost(count - 8)).toBe(16)
    expect(cost(0)).toBe(2 * count)
    expect(live.held("b", count - 1)).toBe(3_650_000_015n)
  })
})
