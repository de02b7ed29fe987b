/** What units are worth at the closes of a period. Exact: scaled integers, nothing is rounded. */
import { type Decimal, decimal, tenTo } from "@caudal/accounting"
import type { ClosePrices } from "./ClosePrices.ts"
import type { DayMove, DayTrade, FlowProjection, MoveKind } from "./FlowProjection.ts"
import type { DayMoney, Sum } from "./Sum.ts"
import { type TradePiece, tradePieces } from "./tradePieces.ts"

export class Pricing {
  readonly #currency: string
  readonly #prices: ClosePrices
  readonly #scales: ReadonlyMap<string, number>
  /** Of all money. */
  readonly scale: number

  constructor({ assets }: FlowProjection, currency: string, prices: ClosePrices) {
    this.#currency = currency
    this.#prices = prices
    this.#scales = new Map([...assets].map(([id, { scale }]) => [id, scale]))
    this.scale = [...this.#scales].reduce((most, [id, scale]) => Math.max(most, scale + prices.scale(id)), 0)
  }

  /** Of one unit, as text; null where nobody knows or nobody had to ask. */
  close(asset: string, day: number): Decimal | null {
    const price = this.#prices.close(asset, day)
    return price === null ? null : decimal(price, this.#prices.scale(asset))
  }

  #shift(asset: string): bigint {
    return tenTo(this.scale - this.#scales.get(asset)! - this.#prices.scale(asset))
  }

  /** Units at the close of a day, as text; null without one. */
  worth(asset: string, units: bigint, day: number): Decimal | null {
    const price = this.#prices.close(asset, day)
    return price === null ? null : decimal(units * price * this.#shift(asset), this.scale)
  }

  /** Into `sum`, units at the close of a day. */
  add(sum: Sum, asset: string, units: bigint, day: number): void {
    if (units === 0n) return
    const price = this.#prices.close(asset, day)
    if (price === null) sum.lack(asset)
    else sum.units += units * price * this.#shift(asset)
  }

  /** How a trade of the period flows between the assets that it touches. */
  pieces(trade: DayTrade): ReadonlyArray<TradePiece> {
    return tradePieces(trade, this.#currency, (asset) => this.#prices.close(asset, trade.day) !== null)
  }

  /** Flows into one asset that a trade makes: what was paid for it, or what it fetched less fees. In units of another. */
  tradeFlows(trade: DayTrade, into: string, flow: (asset: string, units: bigint) => void): void {
    const { given, got, givenUnits, gotUnits, fees } = trade
    // Most trades are for money, or fetch some, and have no fee beside them.
    if (fees.size === 0 && given === this.#currency) return flow(given, into === given ? -givenUnits : givenUnits)
    if (fees.size === 0 && got === this.#currency) return flow(got, into === got ? gotUnits : -gotUnits)
    for (const { into: flowing, sign, of, asset } of this.pieces(trade))
      if (flowing === into) flow(asset, BigInt(sign) * (of === "fee" ? fees.get(asset)! : of === "given" ? givenUnits : gotUnits))
  }

  /** Movements of a day that are no positions. */
  addMove(money: DayMoney, id: string, move: DayMove, flows: ReadonlyArray<MoveKind>): void {
    const isMoney = id === this.#currency
    for (const kind of flows) this.add(money.flow, id, move[kind], move.day)
    const { day, income, fee, tradeFee, rebate } = move
    if (income !== 0n || rebate !== 0n) this.add(money.income, id, income + (isMoney ? 0n : rebate), day)
    if (fee !== 0n) this.add(money.fees, id, -fee, day)
    if (fee !== 0n || tradeFee !== 0n || rebate !== 0n) this.add(money.paid, id, -fee - tradeFee - (isMoney ? rebate : 0n), day)
  }
}
