/**
 * Every trade of a market, oldest first, as one list that is never written out: the account's own fills, and from the day on
 * which it opens what others trade as well. Before that day nobody else traded, so the account's prices are the market's.
 */
import { dayMs, stillFrom } from "./MarketCourse.ts"
import { dayOf, type DayTrade, levelThen, priceOf, type QuotedMarket } from "./MarketDay.ts"

export interface MarketTrade {
  /** Epoch milliseconds. */
  readonly at: number
  readonly price: string
  readonly amount: string
}

export interface MarketTape<Trade extends MarketTrade = MarketTrade> {
  readonly at: (index: number) => Trade
  /** The number of trades before an instant, which is the index of the first one from then on. */
  readonly before: (at: number) => number
  /** Where a trade of others stands, by its number among theirs; `undefined`: nobody else trades here. */
  readonly placeOfOther: (number: number) => number | undefined
  /** Where an own fill stands, by its number among those. */
  readonly placeOfOwn: (number: number) => number | undefined
}

/** Others trade from here on, if the market is not younger. */
export const marketOpens = Date.UTC(2014, 0, 1)

/** Of a sorted list, how many come before the first for which `reached` holds. */
const countBefore = (length: number, reached: (index: number) => boolean): number => {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (reached(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Days that are alike but for the level of their prices. */
interface Spell {
  readonly day: ReadonlyArray<DayTrade>
  readonly from: number
  readonly to: number
  /** Trades of others before it. */
  readonly first: number
}

const tradesIn = ({ day, from, to }: Spell, until: number): number => {
  const at = Math.min(until, to)
  if (at <= from) return 0
  const rest = (at - from) % dayMs
  return Math.floor((at - from) / dayMs) * day.length + countBefore(day.length, (index) => day[index]!.offset >= rest)
}

const spellsOf = (market: QuotedMarket): ReadonlyArray<Spell> => {
  const from = market.opens ?? marketOpens
  const turn = Math.max(from, stillFrom * dayMs)
  const past: Spell = { day: dayOf(market, "past"), from, to: turn, first: 0 }
  return [past, { day: dayOf(market), from: turn, to: Infinity, first: tradesIn(past, turn) }]
}

/** `undefined`: a market where nobody else trades. `own`: the account's fills, oldest first. `named` makes a trade of others one of this exchange. */
export const tapeOf = <Trade extends MarketTrade>(
  market: QuotedMarket | undefined,
  own: ReadonlyArray<Trade>,
  named: (trade: MarketTrade & { readonly makerSide: "buy" | "sell" }, number: number) => Trade
): MarketTape<Trade> => {
  const spells = market === undefined ? [] : spellsOf(market)
  const levels = new Map<number, number>()
  const levelOfDay = (midnight: number): number => {
    const level = levels.get(midnight) ?? levelThen(market!, midnight)
    levels.set(midnight, level)
    return level
  }

  const othersBefore = (at: number): number => spells.reduce((sum, spell) => sum + tradesIn(spell, at), 0)
  const other = (number: number): Trade => {
    const { day, from, first } = spells.findLast((spell) => spell.first <= number)!
    const { offset, factor, amount, makerSide, price } = day[(number - first) % day.length]!
    const midnight = from + Math.floor((number - first) / day.length) * dayMs
    const level = levelOfDay(midnight)
    return named({ at: midnight + offset, amount, makerSide, price: level === 1 ? price : priceOf(market!, factor * level) }, number)
  }
  /** Where own fills stand in the whole list. */
  const positions = own.map((trade, index) => othersBefore(trade.at) + index)

  return {
    at: (index) => {
      const ownBefore = countBefore(positions.length, (one) => positions[one]! >= index)
      return positions[ownBefore] === index ? own[ownBefore]! : other(index - ownBefore)
    },
    before: (at) => othersBefore(at) + countBefore(own.length, (index) => own[index]!.at >= at),
    // The fills that stand before the other trade with this number.
    placeOfOther: (number) =>
      spells.length === 0 ? undefined : number + countBefore(positions.length, (one) => positions[one]! - one > number),
    placeOfOwn: (number) => positions[number]
  }
}

/** Tapes by market, made when asked for and again when `revision` has moved: the account has traded since. */
export const makeTapes = <Tape>(revision: () => number, make: (market: string) => Tape): ((market: string) => Tape) => {
  let tapes = new Map<string, Tape>()
  let seen = -1
  return (market) => {
    if (seen !== revision()) tapes = new Map()
    seen = revision()
    const tape = tapes.get(market) ?? make(market)
    // Markets that do not exist can be asked for without end.
    if (tapes.size < 1000) tapes.set(market, tape)
    return tape
  }
}
