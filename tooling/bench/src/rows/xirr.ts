import { type DatedFlow, xirr as ours } from "@caudal/accounting"
import peer from "xirr"
import { inTurns } from "../Measure.ts"
import type { Random } from "../Random.ts"
import type { Comparison, Row } from "../Row.ts"

const dayMs = 86_400_000
const dateOf = (day: number): string => new Date(Date.UTC(2015, 0, 1) + day * dayMs).toISOString().slice(0, 10)

/** All money goes in before any comes out, so that there is exactly one rate. */
const conventional = (random: Random, count: number): ReadonlyArray<DatedFlow> => {
  const turn = 1 + random.below(count - 1)
  return Array.from({ length: count }, (_, i) => ({
    date: dateOf(i * 30 + random.below(30)),
    amount: String(i < turn ? -1 - random.below(10_000) : 1 + random.below(10_000))
  }))
}

/** A rate at which the flows are worth nothing, but for rounding. */
const balances = (flows: ReadonlyArray<DatedFlow>, rate: number | null): boolean => {
  if (rate === null || !(rate > -1)) return false
  const worth = flows.map(
    ({ date, amount }) => Number(amount) * (1 + rate) ** (-(Date.parse(date) - Date.parse(flows[0]!.date)) / dayMs / 365)
  )
  const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)
  return Math.abs(sum(worth)) <= 1e-6 * sum(worth.map(Math.abs))
}

const asked = (flows: ReadonlyArray<DatedFlow>): number | null => {
  try {
    return peer(flows.map(({ date, amount }) => ({ amount: Number(amount), when: new Date(date) })))
  } catch {
    return null
  }
}

const failures = (random: Random, count: number): Comparison => {
  const many = Array.from({ length: count }, () => conventional(random, 2 + random.below(60)))
  // Rates beyond a million per cent are said to be so.
  const within = many.filter((flows) => !(ours(flows).reason ?? "").startsWith("no rate between"))
  const failed = (rate: (flows: ReadonlyArray<DatedFlow>) => number | null) =>
    within.filter((flows) => !balances(flows, rate(flows))).length
  return {
    name: `xirr: of ${within.length.toLocaleString("en")} investments, those without a rate`,
    unit: "count",
    ours: [failed((flows) => ours(flows).rate)],
    baseline: { name: "npm xirr", figures: [failed((flows) => asked(flows))] },
    goal: { of: "figure", limit: 0 }
  }
}

const speed = (random: Random): Comparison => {
  const some = Array.from({ length: 400 }, () => conventional(random, 100))
    .filter((flows) => balances(flows, asked(flows)))
    .slice(0, 50)
  const told = some.map((flows) => flows.map(({ date, amount }) => ({ amount: Number(amount), when: new Date(date) })))
  const [figures = [], baseline = []] = inTurns([() => some.map((flows) => ours(flows)), () => told.map((flows) => peer(flows))])
  return {
    name: `xirr: the rate of 100 flows, ${some.length} times`,
    unit: "ns",
    ours: figures,
    baseline: { name: "npm xirr", figures: baseline },
    goal: { of: "ratio", limit: 0.5 }
  }
}

export const xirr: Row = {
  name: "xirr",
  meaning:
    "A return that cannot be found is a figure that is missing, and one that takes long is a page that waits with the period's every change.",
  run: ({ random, small }) => [failures(random, small ? 300 : 3_000), speed(random)]
}
