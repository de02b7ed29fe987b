import { tenTo } from "../number/Decimal.ts"
import { Chain } from "../performance/Chain.ts"
import type { FlowTiming } from "../performance/Periods.ts"

/** What a chain reads of days, by place. Null: nobody knows it. */
export interface ChainDays {
  /** Decimals of values and flows. */
  readonly scale: number
  /** At the close. */
  readonly valueAt: (place: number) => bigint | null
  readonly flowAt: (place: number) => bigint | null
  /** Where the day is cut. */
  readonly cutsAt: (place: number) => DayCuts | undefined
}

/** A day that was valued at the instants of its flows, in their order: exact, whatever the convention. */
export interface DayCuts {
  /** Decimals of the money. */
  readonly scale: number
  readonly flows: ReadonlyArray<{
    /** The value of everything just before the flow. */
    readonly before: bigint
    /** At the prices of that instant; > 0 came in. */
    readonly flow: bigint
  }>
}

const states = { linked: 0, broken: 1, unknown: 2 } as const

/** The return until a day: what 1 had become, or why it is not known. */
export type LinkedUntil =
  | { readonly state: "linked"; readonly index: number; readonly periods: number }
  /** The value fell below zero. */
  | { readonly state: "broken" }
  /** A flow, or a value when money flowed, is not known. */
  | { readonly state: "unknown" }

/**
 * The time-weighted return until each day, as products that begin at the first. A day that changes makes the days from it on
 * be linked anew once they are asked for, and none before it.
 *
 * Over days that could not be valued the return is known only where nothing flowed, on them or on the day after, and where
 * there was something to begin with.
 */
export class LiveChain {
  readonly timing: FlowTiming
  readonly #days: ChainDays
  readonly #chain = new Chain()
  /** Places that are linked. */
  #linked = 0
  #index = new Float64Array(64)
  #funded = new Uint8Array(64)
  #state = new Uint8Array(64)
  /** The last place until each whose value is known. */
  #valued = new Int32Array(64)
  /** Periods until each. */
  #periods = new Int32Array(64)
  /** Days linked since the beginning: what changes cost. */
  work = 0

  constructor(timing: FlowTiming, days: ChainDays) {
    this.timing = timing
    this.#days = days
  }

  /** What was linked from that place on counts no more. */
  forget(place: number): void {
    this.#linked = Math.min(this.#linked, place)
  }

  until(place: number): LinkedUntil {
    if (place >= this.#index.length) this.#lengthen(place + 64 + (place >> 3))
    for (let at = this.#linked; at <= place; at++) this.#link(at)
    this.#linked = Math.max(this.#linked, place + 1)
    const state = this.#state[place]
    if (state === states.unknown) return { state: "unknown" }
    return state === states.broken ? { state: "broken" } : { state: "linked", index: this.#index[place]!, periods: this.#periods[place]! }
  }

  #lengthen(length: number): void {
    const longer = <A extends Float64Array | Uint8Array | Int32Array>(column: A, to: A): A => {
      to.set(column)
      return to
    }
    this.#index = longer(this.#index, new Float64Array(length))
    this.#funded = longer(this.#funded, new Uint8Array(length))
    this.#state = longer(this.#state, new Uint8Array(length))
    this.#valued = longer(this.#valued, new Int32Array(length))
    this.#periods = longer(this.#periods, new Int32Array(length))
  }

  #put(place: number, index: number, funded: boolean, state: number, valued: number, periods: number): void {
    this.#index[place] = index
    this.#funded[place] = funded ? 1 : 0
    this.#state[place] = state
    this.#valued[place] = valued
    this.#periods[place] = periods
  }

  #link(place: number): void {
    this.work++
    const days = this.#days
    const value = days.valueAt(place)
    // The first day is only a beginning.
    if (place === 0) return this.#put(0, 1, false, value === null ? states.unknown : states.linked, 0, 0)
    const flow = days.flowAt(place)
    const before = place - 1
    const index = this.#index[before]!
    const funded = this.#funded[before] === 1
    const since = this.#valued[before]!
    const periods = this.#periods[before]!
    const state = this.#state[before]!
    const lost = state === states.unknown || flow === null || (value === null && flow !== 0n)
    if (lost || value === null) return this.#put(place, index, funded, lost ? states.unknown : state, since, periods)
    const start = days.valueAt(since)!
    if (place - since > 1 && (start === 0n || flow !== 0n)) return this.#put(place, index, funded, states.unknown, place, periods)
    if (state === states.broken) return this.#put(place, index, funded, state, place, periods + 1)
    const chain = this.#chain
    chain.index = index
    chain.funded = funded
    chain.broken = false
    const cuts = place - since === 1 ? days.cutsAt(place) : undefined
    if (cuts !== undefined) this.#linkParts(start, value, cuts)
    // A digit more, so that a flow can be halved.
    else if (this.timing === "mid") chain.link(start * 10n, value * 10n, flow * 10n, "mid", days.scale + 1)
    else chain.link(start, value, flow, this.timing, days.scale)
    const linked = periods + 1 + (cuts?.flows.length ?? 0)
    this.#put(place, chain.index, chain.funded, chain.broken ? states.broken : states.linked, place, linked)
  }

  /** From the close before to the first flow, from flow to flow, and from the last to the close. */
  #linkParts(start: bigint, end: bigint, { scale, flows }: DayCuts): void {
    const chain = this.#chain
    const most = Math.max(scale, this.#days.scale)
    const [ofDays, ofCuts] = [tenTo(most - this.#days.scale), tenTo(most - scale)]
    let from = start * ofDays
    let moved = 0n
    const link = (until: bigint): void => {
      if (!chain.broken) chain.link(from, until, moved, "start", most)
    }
    for (const { before, flow } of flows) {
      link(before * ofCuts)
      from = before * ofCuts
      moved = flow * ofCuts
    }
    link(end * ofDays)
  }
}
