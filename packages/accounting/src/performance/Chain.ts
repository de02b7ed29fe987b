import { toDouble } from "../number/Decimal.ts"
import type { FlowTiming } from "./Periods.ts"

/** Why a broken chain has no return. */
export const brokenBecause = "the value fell below zero"

/** The part of a flow that works from the start of its period; the rest comes, or goes, at the end. */
const atStart = (flow: bigint, timing: FlowTiming): bigint => {
  switch (timing) {
    case "start":
      return flow
    case "end":
      return 0n
    case "mid":
      return flow / 2n
    case "inStartOutEnd":
      return flow > 0n ? flow : 0n
  }
}

/**
 * Links one period after another: the time-weighted return in the order of its multiplications, so that whoever goes on from
 * a state gets the same digits as who began anew.
 */
export class Chain {
  /** 1 and all that was linked to it. */
  index = 1
  /** Whether there was ever capital at work. */
  funded = false
  /** The value fell below zero: from there on there is no return. */
  broken = false

  /** Whether the period had capital at work. Money is in units of `scale` decimals; a flow > 0 came in. */
  link(start: bigint, end: bigint, flow: bigint, timing: FlowTiming, scale: number): boolean {
    const before = start + (flow === 0n ? 0n : atStart(flow, timing))
    // What it became less what it was.
    const gain = end - start - flow
    if (before > 0n) {
      this.funded = true
      this.index *= 1 + toDouble(gain, scale) / toDouble(before, scale)
      return true
    }
    if (before < 0n && this.funded) this.broken = true
    // With flows at the end of the day, the first money has not worked yet.
    else if (before === 0n && gain > 0n && timing === "end" && !this.funded) this.funded = true
    return false
  }
}
