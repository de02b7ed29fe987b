/** What a day's trades were for one asset, act by act: what was paid for it, or what it fetched, fees included. Pure. */
import { add, causesOf, type Decimal, decimal, multiply, subtract, sum, sumMeasured } from "@caudal/accounting"
import type { AmountPart } from "../portfolio/Amount.ts"
import { postingsOf, unitsOf } from "../portfolio/postingsOf.ts"
import { type Listing, type Made, type MoneyInput, pageOfSum, type Part, times, unknown } from "./explainedSum.ts"
import { moveOn } from "./flowInstants.ts"
import type { DayTrade } from "./FlowProjection.ts"
import type { Move, Traded } from "./FlowWatcher.ts"
import { reasonOf } from "./Measure.ts"
import type { TradePiece } from "./tradePieces.ts"

/** The postings of an act that are units of a piece, as they flow. */
const unitsOfPiece = ({ of, asset, sign }: TradePiece, { act }: Traded): ReadonlyArray<AmountPart> => {
  const part = (which: AmountPart["of"], by: 1 | -1): AmountPart => ({ act, asset, of: which, sign: by })
  if (of === "fee") return [part("fee", sign)]
  // What was given stands below zero in its rows.
  return of === "given" ? [part("principal", sign === 1 ? -1 : 1)] : [part("principal", sign), part("fee", sign)]
}

/** What an act is worth to the asset: `trade` is the day's, of which it is a part. */
const partOf = ({ valuer, resolve }: MoneyInput, asset: string, trade: DayTrade, traded: Traded): Part => {
  const pieces = valuer.pieces(trade).flatMap((piece) => {
    const price = piece.into === asset ? valuer.close(piece.asset, trade.day) : null
    if (price === null) return []
    const units = unitsOfPiece(piece, traded)
    const amounts = units.flatMap((part) =>
      postingsOf(part, resolve).map(({ amount, sign }) => (sign === 1 ? amount : subtract("0", amount)))
    )
    if (amounts.length === 0) return []
    const close = { asset: piece.asset, day: trade.day }
    return [{ value: multiply(sum(amounts), price), of: times(unitsOf(units, resolve), close, price), close }]
  })
  return {
    value: sum(pieces.map(({ value }) => value)),
    of: { op: "add", of: pieces.map(({ of }) => of) },
    closes: pieces.map(({ close }) => close)
  }
}

const isSame = (a: DayTrade, b: DayTrade): boolean => a.account === b.account && a.given === b.given && a.got === b.got

/** All acts of the day are told: what those before the page come to is kept nowhere. Only the page's stay. */
class ListedTrades implements Listing {
  readonly instants: ReadonlyArray<number>
  readonly #asked: MoneyInput
  readonly #asset: string
  readonly #day: number
  readonly #trades: ReadonlyArray<DayTrade>
  readonly #flow: Decimal
  /** Of the asset on the day, movements that were not told yet, and what they come to. */
  #untold = 0
  #units: Decimal
  readonly #shown: Array<Part> = []
  #before = "0"
  #after = "0"
  #count = 0

  constructor(asked: MoneyInput, asset: string, day: number, trades: ReadonlyArray<DayTrade>, flow: Decimal) {
    this.#asked = asked
    this.#asset = asset
    this.#day = day
    this.#trades = trades
    this.#flow = flow
    const instants = new Set<number>()
    const { columns, scale } = asked.projection.assets.get(asset)!
    let net = 0n
    for (const { moves } of columns) {
      const move = moveOn(moves, day)
      net += move?.net ?? 0n
      for (let each = move?.times ?? null; each !== null; each = each.before) {
        instants.add(each.at)
        this.#untold += each.sign
      }
    }
    this.#units = decimal(net, scale)
    this.instants = [...instants].sort((a, b) => a - b)
  }

  moved({ asset, day, amount }: Move): void {
    if (asset !== this.#asset || day !== this.#day) return
    this.#untold--
    this.#units = subtract(this.#units, amount)
  }

  traded(traded: Traded): void {
    if (traded.part.day !== this.#day || !traded.act.moved.some(({ asset }) => asset.id === this.#asset)) return
    const trade = this.#trades.find((each) => isSame(each, traded.part))
    if (trade === undefined) return
    const { offset, limit } = this.#asked.page
    const part = partOf(this.#asked, this.#asset, trade, traded)
    if (this.#count < offset) this.#before = add(this.#before, part.value)
    else if (this.#count < offset + limit) this.#shown.push(part)
    else this.#after = add(this.#after, part.value)
    this.#count++
  }

  made(): Made | null {
    const [before, shown, after] = [this.#before, this.#shown, this.#after]
    // Trades may come to nothing: then no sum tells that one is missing.
    if (this.#untold !== 0 || this.#units !== "0") return null
    if (sum([before, ...shown.map(({ value }) => value), after]) !== this.#flow) return null
    return pageOfSum(this.#asked, "sum of the trades: units × price at the close, fees included", {
      before,
      shown,
      after,
      count: this.#count
    })
  }
}

/** `null`: the scope is not that asset, or it was in no trade that day. */
export const explainTrades = (asked: MoneyInput, asset: string, day: number): Made | Listing | null => {
  const { valuer, scope, projection, path } = asked
  if (scope.kind !== "asset" || scope.asset !== asset) return null
  const trades = (projection.assets.get(asset)?.trades ?? []).filter((trade) => trade.day === day)
  if (trades.length === 0) return null
  const flow = sumMeasured(valuer.tradesOf(asset).flatMap((trade) => (trade.day === day ? [trade.flow] : [])))
  if (flow.state !== "exact") return unknown(path, reasonOf(causesOf(flow)))
  return new ListedTrades(asked, asset, day, trades, flow.value)
}
