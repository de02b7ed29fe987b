/** What a scope held just before each flow of a day, and what flowed. Pure. */
import type { LiveDays } from "@caudal/accounting"
import type { DayMove, FlowProjection } from "./FlowProjection.ts"
import { covers, flowKindsOf, type ReturnScope } from "./ReturnScope.ts"
import { instantsOf } from "./instantsOf.ts"

export interface FlowInstant {
  /** Epoch milliseconds. */
  readonly at: number
  /** At one instant money comes in before everything else, and leaves after it. */
  readonly side: "in" | "out"
  /** By asset id; units just before the flow, and those that flowed. */
  readonly held: ReadonlyArray<{ readonly asset: string; readonly before: bigint; readonly flow: bigint }>
}

/** Of a list by day. */
export const moveOn = (moves: ReadonlyArray<DayMove>, day: number): DayMove | undefined => {
  let [low, high] = [0, moves.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (moves[middle]!.day < day) low = middle + 1
    else high = middle
  }
  return moves[low]?.day === day ? moves[low] : undefined
}

/** Days on which something came from outside of a scope or left it, by movements: trades are not among them. */
export const flowDaysOf = ({ assets }: FlowProjection, scope: ReturnScope): ReadonlySet<number> => {
  const days = new Set<number>()
  for (const [asset, { columns }] of assets)
    for (const { account, moves } of columns)
      if (covers(scope, asset, account)) for (const { day, flows } of moves) if (flows > 0) days.add(day)
  return days
}

/** In the order of time. `live`: days of the scope, of which the one before is valued. */
export const flowInstants = ({ assets }: FlowProjection, scope: ReturnScope, live: LiveDays, day: number): ReadonlyArray<FlowInstant> => {
  const kinds = flowKindsOf(scope)
  const moved = [...assets].flatMap(([asset, { columns }]) => {
    const covered = columns.filter(({ account }) => covers(scope, asset, account))
    if (covered.length === 0) return []
    const moves = covered.flatMap((column) => instantsOf(moveOn(column.moves, day)?.times ?? null, kinds))
    const held = live.held(asset, day - 1)
    return held === 0n && moves.length === 0 ? [] : [{ asset, held, moves }]
  })
  const instants = new Map<string, Pick<FlowInstant, "at" | "side">>()
  for (const { moves } of moved)
    for (const { at, came, went } of moves) {
      if (came !== 0n) instants.set(`${at} in`, { at, side: "in" })
      if (went !== 0n) instants.set(`${at} out`, { at, side: "out" })
    }
  return [...instants.values()]
    .sort((a, b) => a.at - b.at || (a.side === b.side ? 0 : a.side === "in" ? -1 : 1))
    .map(({ at, side }) => {
      const held = moved.flatMap(({ asset, held, moves }) => {
        let [before, flow] = [held, 0n]
        for (const each of moves) {
          if (each.at < at) before += each.came + each.went + each.other
          else if (each.at > at) continue
          else if (side === "in") flow += each.came
          else {
            before += each.came + each.other
            flow += each.went
          }
        }
        return before === 0n && flow === 0n ? [] : [{ asset, before, flow }]
      })
      return { at, side, held }
    })
}
