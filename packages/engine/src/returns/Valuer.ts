/** What the movements of a period are worth at the closes of their days. Exact: scaled integers, nothing is rounded. */
import {
  addedAt,
  type BigColumn,
  bounded,
  type Cause,
  dayText,
  type Decimal,
  decimal,
  exact,
  type FlowTiming,
  type LinkedUntil,
  type LiveDays,
  type Measured,
  type MoneyKind,
  runningSums,
  type RunningSums,
  type UnitFlow
} from "@caudal/accounting"
import { type CloseOf, ClosePrices, type Closes, closesOf, moneyItself } from "./ClosePrices.ts"
import type { DayMove, DayTrade, FlowAsset, FlowProjection } from "./FlowProjection.ts"
import { type FlowInstant, flowInstants } from "./flowInstants.ts"
import type { DatedFlows } from "./FlowHash.ts"
import { FollowedDays } from "./FollowedDays.ts"
import { type Asking, KeptValues, nobody } from "./KeptValues.ts"
import { type LargeFlowDay, largeFlows, type PriceAtOf } from "./largeFlows.ts"
import { Pricing } from "./Pricing.ts"
import { covers, exchangeOf, flowKindsOf, type ReturnScope } from "./ReturnScope.ts"
import type { Cell, ScopeDay } from "./ScopeDay.ts"
import { DayMoney, Sum } from "./Sum.ts"
import { TradedSums } from "./TradedSums.ts"
import { isCost, type TradePiece } from "./tradePieces.ts"

export interface HeldUnits {
  readonly asset: string
  readonly quantity: Decimal
  /** Of one unit. */
  readonly price: Decimal | null
  readonly value: Decimal | null
}

export interface ValuerInput {
  readonly projection: FlowProjection
  /** Asset id. */
  readonly currency: string
  readonly closeOf: CloseOf
  readonly priceAt: PriceAtOf
  /** The day at whose close the period begins. */
  readonly start: number
  /** Its last day. */
  readonly end: number
  /** What was made before of the same currency, period and closes, and who asks for closes now. */
  readonly kept?: { readonly values: KeptValues; readonly asking: Asking }
}

const unitsAtEndOf = (moves: ReadonlyArray<DayMove>, day: number): bigint =>
  moves.reduce((units, move) => (move.day <= day ? units + move.net : units), 0n)

export class Valuer {
  readonly #input: ValuerInput
  readonly #values: KeptValues
  readonly #asking: Asking
  readonly #closes: ReadonlyMap<string, Closes>
  readonly #pricing: Pricing
  /** By scope. */
  readonly #large = new Map<string, ReadonlyMap<number, LargeFlowDay>>()

  constructor(input: ValuerInput) {
    this.#input = input
    const { projection, currency, closeOf, start, kept = { values: new KeptValues(), asking: nobody } } = input
    this.#values = kept.values
    this.#asking = kept.asking
    const closes = [...projection.assets].map(([id, asset]) => {
      const make = (before: Closes | undefined): Closes =>
        id === currency ? (before ?? moneyItself(start, input.end - start + 1)) : closesOf(id, start, this.#needed(asset), closeOf, before)
      return [id, kept.values.closes(id, asset, kept.asking, make)] as const
    })
    this.#closes = new Map(closes)
    this.#pricing = new Pricing(projection, currency, new ClosePrices(start, this.#closes))
  }

  /** Made once for an asset, until something of it changes: of what depends on its own movements and trades. */
  once<A>(scope: ReturnScope, name: string, asset: string, make: () => A): A {
    return this.#values.once(scope, `${name} ${asset}`, this.#input.projection.assets.get(asset), this.#asking, make)
  }

  /** Made once of the same text. */
  onceOf<A>(scope: ReturnScope, name: string, text: string, make: () => A): A {
    return this.#values.once(scope, name, text, this.#asking, make)
  }

  /** Days on which an account holds the asset, or something moved. */
  #needed({ columns }: FlowAsset): ReadonlyArray<boolean> {
    const { start, end } = this.#input
    const days = Array.from({ length: end - start + 1 }, () => false)
    for (const { moves } of columns)
      this.#eachHolding(moves, (from, until, units) => {
        if (units !== 0n) days.fill(true, from - start, until - start + 1)
      })
    for (const { moves } of columns) for (const { day } of moves) if (day >= start && day <= end) days[day - start] = true
    return days
  }

  /** Stretches of days within the period at whose closes so many units are held. */
  #eachHolding(moves: ReadonlyArray<DayMove>, visit: (from: number, until: number, units: bigint) => void): void {
    const { start, end } = this.#input
    let units = 0n
    let from = start
    for (const move of moves) {
      if (move.day > end) break
      if (move.day > from) visit(from, move.day - 1, units)
      units += move.net
      from = Math.max(move.day, start)
    }
    visit(from, end, units)
  }

  /** Day by day; the first is only a beginning. */
  days(scope: ReturnScope): ReadonlyArray<ScopeDay> {
    const { start, end } = this.#input
    const live = this.#live(scope)
    const { scale } = live
    const large = this.#largeFlows(scope, () => live)
    const money = (kind: MoneyKind, day: number): Measured => {
      const { units, unvalued } = live.money(kind, day)
      if (unvalued.length > 0) return { state: "unavailable", causes: unvalued.map(lackOf) }
      return units === 0n ? nothing : exact(decimal(units, scale))
    }
    return Array.from({ length: end - start + 1 }, (_, i): ScopeDay => {
      const day = start + i
      const { value, unpriced, carried } = live.day(day)
      const text = decimal(value, scale)
      return {
        day,
        date: dayText(day),
        value: unpriced.length === 0 ? exact(text) : bounded(text, null, unpriced.map(lackOf)),
        flow: money("flow", day),
        income: money("income", day),
        fees: money("fees", day),
        paid: money("paid", day),
        carried,
        large: large.get(day) ?? null
      }
    })
  }

  /** The time-weighted return over the period. */
  linked(scope: ReturnScope, timing: FlowTiming): LinkedUntil {
    return this.#live(scope).linkedUntil(this.#input.end, timing)
  }

  /** Flows that were valued at their instants, by day. */
  valuedFlows(scope: ReturnScope): ReadonlyArray<DatedFlows> {
    return [...this.#largeFlows(scope, () => this.#uncut(scope))].flatMap(([day, { flows }]) =>
      flows === null ? [] : [{ date: dayText(day), flows }]
    )
  }

  /** What was held just before each flow of a day, and what flowed. */
  flowInstants(scope: ReturnScope, day: number): ReadonlyArray<FlowInstant> {
    return flowInstants(this.#input.projection, scope, this.#live(scope), day)
  }

  #largeFlows(scope: ReturnScope, live: () => LiveDays): ReadonlyMap<number, LargeFlowDay> {
    const name = JSON.stringify(scope)
    const known = this.#large.get(name)
    if (known !== undefined) return known
    const tradeDays = new Set(scope.kind === "asset" ? this.#tradesOf(scope.asset).map(({ day }) => day) : [])
    const found = largeFlows({ ...this.#input, scope, live: live(), pricing: this.#pricing, tradeDays })
    this.#large.set(name, found)
    return found
  }

  /** Cut where flows are large. */
  #live(scope: ReturnScope): LiveDays {
    const live = this.#uncut(scope)
    const cuts = [...this.#largeFlows(scope, () => live)].flatMap(([day, { cuts }]) => (cuts === null ? [] : [[day, cuts] as const]))
    live.cut(new Map(cuts))
    return live
  }

  #uncut(scope: ReturnScope): LiveDays {
    const { projection } = this.#input
    const closesOf = (id: string): Closes => this.#closes.get(id)!
    if (scope.kind !== "asset") return this.#values.days(scope).of({ ...this.#input, closesOf })
    // What trades were worth to an asset depends on the closes of others: that is soon added up anew.
    const live = new FollowedDays(scope).of({ ...this.#input, closesOf })
    for (const trade of this.#tradesOf(scope.asset))
      this.#pricing.tradeFlows(trade, scope.asset, (asset, units) => {
        if (!live.has(asset)) live.asset(asset, projection.assets.get(asset)!.scale, closesOf(asset))
        live.pay(asset, trade.day, "flow", units)
      })
    return live
  }

  /** Trades of the period that touch an asset. */
  #tradesOf(asset: string): ReadonlyArray<DayTrade> {
    const { projection, start, end } = this.#input
    return projection.assets.get(asset)?.trades.filter(({ day }) => day >= start && day <= end) ?? []
  }

  /** Units of several columns together at each close. */
  #heldBy(columns: ReadonlyArray<ReadonlyArray<DayMove>>): RunningSums {
    const { start, end } = this.#input
    let opening = 0n
    let changes: BigColumn = new BigInt64Array(end - start + 1)
    for (const moves of columns)
      for (const { day, net } of moves) {
        if (day > end) break
        if (day < start) opening += net
        else changes = addedAt(changes, day - start, net)
      }
    return runningSums(changes, opening)
  }

  /** What of each asset a scope holds at the close of a day within the period: units, and their worth where it is known. */
  holdings(scope: ReturnScope, day: number): ReadonlyArray<HeldUnits> {
    return [...this.#input.projection.assets].flatMap(([asset, { scale, columns }]): ReadonlyArray<HeldUnits> => {
      const units = this.once(scope, `held ${day}`, asset, () =>
        columns.reduce((sum, { account, moves }) => (covers(scope, asset, account) ? sum + unitsAtEndOf(moves, day) : sum), 0n)
      )
      if (units === 0n) return []
      return [
        { asset, quantity: decimal(units, scale), price: this.#pricing.close(asset, day), value: this.#pricing.worth(asset, units, day) }
      ]
    })
  }

  /** Units of one asset at each close of the period. */
  positions(scope: ReturnScope, asset: string): { readonly scale: number; readonly units: BigColumn } {
    const { scale, columns } = this.#input.projection.assets.get(asset)!
    return { scale, units: this.#heldBy(columns.filter(({ account }) => covers(scope, asset, account)).map(({ moves }) => moves)).sums }
  }

  /** Units of an asset in one account that flow at a scope, by day; a trade's are in {@link tradesOf}. */
  flowUnits(
    scope: ReturnScope,
    asset: string,
    moves: ReadonlyArray<DayMove>
  ): ReadonlyArray<{ readonly day: number; readonly quantity: Decimal }> {
    const { scale } = this.#input.projection.assets.get(asset)!
    const kinds = flowKindsOf(scope)
    return moves.flatMap((move) => {
      const units = kinds.reduce((sum, kind) => sum + move[kind], 0n)
      return units === 0n ? [] : [{ day: move.day, quantity: decimal(units, scale) }]
    })
  }

  /** Units that a scope would hold without trades: what is there at the start, then what comes in and goes out. */
  unitFlows(scope: ReturnScope): ReadonlyArray<UnitFlow> {
    const { start, end, projection } = this.#input
    const held = this.holdings(scope, start).map(({ asset, quantity }) => ({ date: dayText(start), asset, quantity }))
    const flows = [...projection.assets].flatMap(([asset, { columns }]) =>
      this.once(scope, "flows", asset, () =>
        columns
          .filter(({ account }) => covers(scope, asset, account))
          .flatMap(({ moves }) => this.flowUnits(scope, asset, moves))
          .filter(({ day }) => day > start && day <= end)
          .map(({ day, quantity }) => ({ date: dayText(day), asset, quantity }))
      )
    )
    if (scope.kind !== "asset") return [...held, ...flows]
    const trades = this.tradesOf(scope.asset).map(({ day, units }) => ({ date: dayText(day), asset: scope.asset, quantity: units }))
    return [...held, ...flows, ...trades]
  }

  /** Price of one unit at a close, as text; null where nobody knows or nobody had to ask. */
  close(asset: string, day: number): Decimal | null {
    return this.#pricing.close(asset, day)
  }

  /** How a trade of the period flows between the assets that it touches. */
  pieces(trade: DayTrade): ReadonlyArray<TradePiece> {
    return this.#pricing.pieces(trade)
  }

  /** What trades of the period were for one asset: units got (or given), and what was paid (or fetched), fees included. */
  tradesOf(asset: string): ReadonlyArray<{ readonly day: number; readonly units: Decimal; readonly flow: Measured }> {
    const { start, projection } = this.#input
    const scale = projection.assets.get(asset)?.scale ?? 0
    return this.#tradesOf(asset).flatMap((trade) => {
      if (trade.day <= start) return []
      const flow = new Sum()
      this.#pricing.tradeFlows(trade, asset, (of, units) => this.#pricing.add(flow, of, units, trade.day))
      const fee = trade.fees.get(asset) ?? 0n
      const paid = isCost(fee, asset, this.#input.currency) ? fee : 0n
      const units = (trade.got === asset ? trade.gotUnits : 0n) - (trade.given === asset ? trade.givenUnits : 0n) + paid
      return [{ day: trade.day, units: decimal(units, scale), flow: flow.money(this.#pricing.scale) }]
    })
  }

  /** Each asset in each account of the scope, from the period's start until its end. Flows of all of them cancel but for the scope's own. */
  cells(scope: ReturnScope): ReadonlyArray<Cell> {
    return [...this.#input.projection.assets].flatMap(([id, asset]) => this.once(scope, "cells", id, () => this.#cellsOf(scope, id, asset)))
  }

  #cellsOf(scope: ReturnScope, asset: string, { columns }: FlowAsset): ReadonlyArray<Cell> {
    const { start, end } = this.#input
    if (!columns.some(({ account }) => covers(scope, asset, account))) return []
    const trades = this.#tradesOf(asset).filter(({ day }) => day > start)
    const traded = this.#values.follow<TradedSums>(scope, asset, (before) => new TradedSums(asset, trades, this.#pricing, before))
    return columns.flatMap(({ account, moves }): ReadonlyArray<Cell> => {
      if (!covers(scope, asset, account)) return []
      const money = new DayMoney()
      const [from, until] = [new Sum(), new Sum()]
      const held = this.#heldBy([moves]).sums
      this.#pricing.add(from, asset, held[0]!, start)
      this.#pricing.add(until, asset, held.at(-1)!, end)
      const within = moves.filter(({ day }) => day > start && day <= end)
      for (const move of within) this.#pricing.addMove(money, asset, move, ["external", "transfer"])
      const bought = traded.of(account)
      if (bought !== undefined) money.flow.add(bought)
      if (held[0] === 0n && held.at(-1) === 0n && within.length === 0 && bought === undefined) return []
      return [
        {
          asset,
          account,
          exchange: exchangeOf(account),
          start: from.value(this.#pricing.scale),
          end: until.value(this.#pricing.scale),
          netInflow: money.flow.money(this.#pricing.scale),
          income: money.income.money(this.#pricing.scale),
          fees: money.fees.money(this.#pricing.scale)
        }
      ]
    })
  }
}

const nothing: Measured = exact("0" as Decimal)

const lackOf = (asset: string): Cause => ({ code: "price missing", asset, event: null })
