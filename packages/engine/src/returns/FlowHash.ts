/** Names what performance depends on: the same rows, identities, zone, prices and version give the same hash in any database. */
import { decimal } from "@caudal/accounting"
import { apart } from "./apart.ts"
import type { DayMove, DayTrade, FlowProjection } from "./FlowProjection.ts"
import type { ValuedFlow } from "./largeFlows.ts"

/** A stretch of so many days has a digest of its own. */
const stretch = 32

interface Hashed<A> {
  readonly list: ReadonlyArray<A>
  /** Digests by the number of the stretch. */
  readonly parts: ReadonlyMap<number, string>
  readonly digest: string
}

/** Flows of a day that were valued at their instants. */
export interface DatedFlows {
  readonly date: string
  readonly flows: ReadonlyArray<ValuedFlow>
}

/** Digests of lists by day. What has not changed since the list of the same name before is not read again. */
export class FlowHash {
  readonly #sha256: (text: string) => string
  #known = new Map<string, Hashed<never>>()

  /** `sha256` is given: digests are made in one place of the engine, and this is not it. */
  constructor(sha256: (text: string) => string) {
    this.#sha256 = sha256
  }

  /** `valued`: flows whose instants count, by date. */
  of({ version, timeZone, assets, gaps }: FlowProjection, valued: ReadonlyArray<DatedFlows>, pricesHash: string): string {
    const known = new Map<string, Hashed<never>>()
    const digest = <A extends { readonly day: number }>(name: string, list: ReadonlyArray<A>, lineOf: (item: A) => unknown): string => {
      const hashed = this.#hashed(this.#known.get(name) as Hashed<A> | undefined, list, lineOf)
      known.set(name, hashed as Hashed<never>)
      return hashed.digest
    }
    const lines = [
      ["flows", version, timeZone],
      ...[...assets].flatMap(([id, { scale, columns, trades }]) => {
        const text = (units: bigint): string => decimal(units, scale)
        const moveLine = ({ day, external, transfer, income, fee, tradeFee, rebate, traded }: DayMove): unknown => [
          day,
          ...[external, transfer, income, fee, tradeFee, rebate, traded].map(text)
        ]
        const scaleOf = (asset: string): number => assets.get(asset)!.scale
        // It is read with what it gave, whatever else it touches.
        const tradeLine = ({ day, account, given, got, givenUnits, gotUnits, fees }: DayTrade): unknown =>
          given === id && [
            day,
            account,
            got,
            text(givenUnits),
            decimal(gotUnits, scaleOf(got)),
            [...fees].map(([fee, units]) => [fee, decimal(units, scaleOf(fee))])
          ]
        return [
          ...columns.map(({ account, moves }) => [id, account, digest(JSON.stringify([id, account]), moves, moveLine)]),
          [id, digest(JSON.stringify([id]), trades, tradeLine)]
        ]
      }),
      ...gaps.map(({ code, asset, day, count }) => ["gap", code, asset, day, count]),
      ...valued.map(({ date, flows }) => ["valued", date, ...flows.map(({ at, before, flow }) => [at, before, flow])]),
      ["prices", pricesHash]
    ]
    this.#known = known
    return this.#sha256(lines.map((line) => JSON.stringify(line)).join("\n"))
  }

  #hashed<A extends { readonly day: number }>(
    before: Hashed<A> | undefined,
    list: ReadonlyArray<A>,
    lineOf: (item: A) => unknown
  ): Hashed<A> {
    if (before?.list === list) return before
    const { gone, come } = apart(before?.list ?? [], list)
    const parts = new Map(before?.parts)
    for (const { day } of gone) parts.delete(stretchOf(day))
    for (const number of new Set(come.map(({ day }) => stretchOf(day)))) parts.delete(number)
    // Of stretches that lie between, or are left in part, too.
    for (let at = 0; at < list.length;) {
      const number = stretchOf(list[at]!.day)
      const until = placeOf(list, (number + 1) * stretch, at)
      if (!parts.has(number))
        parts.set(
          number,
          this.#sha256(
            list
              .slice(at, until)
              .map((item) => JSON.stringify(lineOf(item)))
              .join("\n")
          )
        )
      at = until
    }
    const all = [...parts].sort(([a], [b]) => a - b)
    return { list, parts, digest: this.#sha256(all.map(([number, digest]) => `${number} ${digest}`).join("\n")) }
  }
}

const stretchOf = (day: number): number => Math.floor(day / stretch)

/** The first place from which on a list by day is of that day or later. */
const placeOf = (list: ReadonlyArray<{ readonly day: number }>, day: number, from: number): number => {
  let [low, high] = [from, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.day < day) low = middle + 1
    else high = middle
  }
  return low
}
