/** What one asset did: its movements by account and day, and its trades, in units that become finer as they must. Pure. */
import { decimalsOf, tenTo, unitsAt } from "@caudal/accounting"
import type { AssetRef } from "../assets/Asset.ts"
import { type DayMove, type DayTrade, type FlowAsset, type FlowColumn, type MoveKind, moveKinds } from "./FlowProjection.ts"
import { Ordered } from "./Ordered.ts"
import { finerTimes } from "./instantsOf.ts"

/** An instant, and the civil day that it is in. */
export interface When {
  readonly at: number
  readonly day: number
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const byTrade = (a: DayTrade, b: DayTrade): number =>
  a.day - b.day || byText(a.account, b.account) || byText(a.given, b.given) || byText(a.got, b.got)

const emptyMove = (day: number): DayMove => ({
  day,
  net: 0n,
  external: 0n,
  transfer: 0n,
  income: 0n,
  fee: 0n,
  tradeFee: 0n,
  rebate: 0n,
  traded: 0n,
  times: null,
  flows: 0
})

const finer = (move: DayMove, by: bigint): DayMove => {
  const made: { -readonly [key in keyof DayMove]: DayMove[key] } = { ...move, times: finerTimes(move.times, by) }
  for (const kind of ["net", ...moveKinds] as const) made[kind] *= by
  return made
}

/** Movements in one account. */
class Column {
  readonly days = new Ordered<number, DayMove>((a, b) => a.day - b.day)
  #shown: FlowColumn | null = null

  shown(account: string): FlowColumn {
    const moves = this.days.list()
    if (this.#shown === null || this.#shown.moves !== moves) this.#shown = { account, moves }
    return this.#shown
  }
}

const sameColumns = (a: ReadonlyArray<FlowColumn>, b: ReadonlyArray<FlowColumn>): boolean =>
  a.length === b.length && a.every((column, i) => column === b[i])

export class FlowLines {
  /** Decimals of the units. */
  scale = 8
  /** By the rules that decided what it is. */
  readonly #identities = new Ordered<string, AssetRef>((a, b) => byText(a.via, b.via))
  readonly #columns = new Map<string, Column>()
  readonly #trades = new Ordered<string, DayTrade>(byTrade)
  #shown: FlowAsset | null = null

  get isEmpty(): boolean {
    return this.#identities.isEmpty
  }

  /** An act (or an opening) names it, or does so no more. */
  name(identity: AssetRef, sign: 1 | -1): void {
    this.#identities.change(identity.via, sign, () => identity)
  }

  /** An amount with more decimals makes all units finer; gives by how much. */
  refine(amount: string): bigint {
    const decimals = decimalsOf(amount)
    if (decimals <= this.scale) return 1n
    const by = tenTo(decimals - this.scale)
    this.scale = decimals
    for (const { days } of this.#columns.values()) days.map((move) => finer(move, by))
    return by
  }

  /** Finer enough by now. */
  units(amount: string): bigint {
    return unitsAt(amount, this.scale)
  }

  move(account: string, { day, at }: When, kind: MoveKind, units: bigint, sign: 1 | -1): void {
    const column = this.#columns.get(account) ?? new Column()
    this.#columns.set(account, column)
    column.days.change(day, sign, (before = emptyMove(day)) => ({
      ...before,
      [kind]: before[kind] + BigInt(sign) * units,
      net: before.net + BigInt(sign) * units,
      times: { at, kind, units, sign, before: before.times },
      flows: before.flows + (kind === "external" || kind === "transfer" ? sign : 0)
    }))
    if (column.days.isEmpty) this.#columns.delete(account)
  }

  /** A trade that touches it comes, changes (0) or goes. */
  trade(key: string, parts: 1 | 0 | -1, trade: DayTrade): void {
    this.#trades.change(key, parts, () => trade)
  }

  /** By day. */
  get trades(): ReadonlyArray<DayTrade> {
    return this.#trades.list()
  }

  /** The same one as long as nothing changes. */
  shown(): FlowAsset {
    const columns = [...this.#columns].sort(([a], [b]) => byText(a, b)).map(([account, column]) => column.shown(account))
    // Of several readings of its codes the first by name, whichever row came first.
    const made = { identity: this.#identities.list()[0]!, scale: this.scale, columns, trades: this.trades }
    const before = this.#shown
    if (
      before === null ||
      before.identity !== made.identity ||
      before.scale !== made.scale ||
      before.trades !== made.trades ||
      !sameColumns(before.columns, columns)
    )
      this.#shown = made
    return this.#shown!
  }
}
