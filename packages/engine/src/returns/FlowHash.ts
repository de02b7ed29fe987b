/** Names what performance depends on: the same rows, identities, zone, prices and version give the same hash in any database. */
import { decimal } from "@caudal/accounting"
import type { DayMove, DayTrade, FlowProjection } from "./FlowProjection.ts"

/** A stretch of so many days has a digest of its own. */
const stretch = 32

interface Hashed<A> {
  readonly list: ReadonlyArray<A>
  /** By the number of the stretch. */
  readonly parts: ReadonlyMap<number, { readonly items: ReadonlyArray<A>; readonly digest: string }>
  readonly digest: string
}

/** Digests of lists by day. What has not changed since the list of the same name before is not read again. */
export class FlowHash {
  readonly #sha256: (text: string) => string
  #known = new Map<string, Hashed<never>>()

  /** `sha256` is given: digests are made in one place of the engine, and this is not it. */
  constructor(sha256: (text: string) => string) {
    this.#sha256 = sha256
  }

  of({ version, timeZone, assets, gaps }: FlowProjection, pricesHash: string): string {
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
    const parts = new Map(
      [...Map.groupBy(list, ({ day }) => Math.floor(day / stretch))].map(([number, items]) => {
        const known = before?.parts.get(number)
        if (known !== undefined && known.items.length === items.length && items.every((item, i) => item === known.items[i]))
          return [number, known] as const
        return [number, { items, digest: this.#sha256(items.map((item) => JSON.stringify(lineOf(item))).join("\n")) }] as const
      })
    )
    return { list, parts, digest: this.#sha256(Array.from(parts, ([number, { digest }]) => `${number} ${digest}`).join("\n")) }
  }
}
