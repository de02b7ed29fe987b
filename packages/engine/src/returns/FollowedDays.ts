/** The days of a scope, which follow the movements: what changed between two projections is taken out and put in again. */
import { LiveDays } from "@caudal/accounting"
import { apart } from "./apart.ts"
import type { Closes } from "./ClosePrices.ts"
import type { DayMove, FlowAsset, FlowProjection } from "./FlowProjection.ts"
import { covers, flowKindsOf, type ReturnScope } from "./ReturnScope.ts"

export interface DaysInput {
  readonly projection: FlowProjection
  /** Asset id. */
  readonly currency: string
  readonly closesOf: (asset: string) => Closes
  readonly start: number
  readonly end: number
}

const noMoves: ReadonlyArray<DayMove> = []

export class FollowedDays {
  readonly #scope: ReturnScope
  #live: LiveDays | null = null
  readonly #seen = new Map<string, { readonly asset: FlowAsset; readonly closes: Closes }>()

  constructor(scope: ReturnScope) {
    this.#scope = scope
  }

  /** Good until the next call. */
  of(input: DaysInput): LiveDays {
    const { projection, closesOf, start, end } = input
    const finer = [...this.#seen].some(([id, { asset }]) => (projection.assets.get(id)?.scale ?? asset.scale) !== asset.scale)
    const known = this.#live
    if (known === null || known.first !== start || known.last > end || finer) {
      this.#live = new LiveDays(start, end)
      this.#seen.clear()
    }
    const live = this.#live!
    live.extend(end)
    for (const [id, asset] of projection.assets) {
      if (!asset.columns.some(({ account }) => covers(this.#scope, id, account)) && !this.#seen.has(id)) continue
      const before = this.#seen.get(id)
      const closes = closesOf(id)
      if (before?.closes !== closes) live.asset(id, asset.scale, closes)
      if (before?.asset !== asset) this.#replace(live, input, id, before?.asset, asset)
      this.#seen.set(id, { asset, closes })
    }
    for (const [id, { asset }] of this.#seen)
      if (!projection.assets.has(id)) {
        this.#replace(live, input, id, asset, undefined)
        this.#seen.delete(id)
      }
    return live
  }

  #replace(live: LiveDays, input: DaysInput, id: string, was: FlowAsset | undefined, is: FlowAsset | undefined): void {
    const movesOf = (asset: FlowAsset | undefined) => new Map(asset?.columns.map(({ account, moves }) => [account, moves]))
    const [before, after] = [movesOf(was), movesOf(is)]
    for (const account of new Set([...before.keys(), ...after.keys()]))
      if (covers(this.#scope, id, account)) {
        const { gone, come } = apart(before.get(account) ?? noMoves, after.get(account) ?? noMoves)
        for (const move of gone) this.#move(live, input, id, move, -1n)
        for (const move of come) this.#move(live, input, id, move, 1n)
      }
  }

  #move(live: LiveDays, { currency, end }: DaysInput, id: string, move: DayMove, sign: 1n | -1n): void {
    const { day, net, income, fee, tradeFee, rebate } = move
    if (day > end) return
    live.move(id, day, sign * net)
    for (const kind of flowKindsOf(this.#scope)) live.pay(id, day, "flow", sign * move[kind])
    // A rebate in coins is income, one in money lessens what was paid.
    const isMoney = id === currency
    live.pay(id, day, "income", sign * (income + (isMoney ? 0n : rebate)))
    live.pay(id, day, "fees", sign * -fee)
    live.pay(id, day, "paid", sign * (-fee - tradeFee - (isMoney ? rebate : 0n)))
  }
}
