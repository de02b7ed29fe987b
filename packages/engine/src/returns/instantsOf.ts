/** What moved at which instants of a day. Pure. */
import type { MoveKind, TimedMove } from "./FlowProjection.ts"

/** In units that are so many times finer. */
export const finerTimes = (times: TimedMove | null, by: bigint): TimedMove | null => {
  const all: Array<TimedMove> = []
  for (let each = times; each !== null; each = each.before) all.push(each)
  return all.reduceRight<TimedMove | null>((before, each) => ({ ...each, units: each.units * by, before }), null)
}

/** What moved at one instant. */
export interface InstantMove {
  readonly at: number
  /** Flows: above zero, and below. */
  readonly came: bigint
  readonly went: bigint
  /** Everything else. */
  readonly other: bigint
}

/** By time; only what some of is left. `flows`: kinds whose worth is a flow. */
export const instantsOf = (times: TimedMove | null, flows: ReadonlyArray<MoveKind>): ReadonlyArray<InstantMove> => {
  const found = new Map<number, InstantMove>()
  for (let each = times; each !== null; each = each.before) {
    const { at, kind, units, sign } = each
    const known = found.get(at) ?? { at, came: 0n, went: 0n, other: 0n }
    const name = !flows.includes(kind) ? "other" : units > 0n ? "came" : "went"
    found.set(at, { ...known, [name]: known[name] + BigInt(sign) * units })
  }
  return [...found.values()].filter(({ came, went, other }) => came !== 0n || went !== 0n || other !== 0n).toSorted((a, b) => a.at - b.at)
}
