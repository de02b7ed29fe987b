import { decimal, type Decimal, decimalsOf, unitsAt } from "../number/Decimal.ts"
import { type BigColumn, bigColumn } from "../number/BigColumn.ts"
import { dayText, parseDay } from "../time/CivilDay.ts"

/** Price of one unit in the base currency at the close of a day. */
export interface ClosePrice {
  readonly asset: string
  readonly date: string
  readonly price: string
}

/** Closes of one asset from its first known day on, gaps carried forward. */
export interface PriceColumn {
  readonly firstDay: number
  /** In units of the table's scale, day by day. */
  readonly units: BigColumn
  /** None of them is further from zero. */
  readonly most: number
  /** The day that each close is from: the same, or one before a gap. */
  readonly from: Int32Array
}

/** Daily closes, read once. A gap carries the last close before it; before the first one there is none. */
export class PriceTable {
  readonly scale: number
  readonly #columns: ReadonlyMap<string, PriceColumn>

  /** Throws a `RangeError` for text that is no date or decimal. Of two closes of one day the later row counts. */
  constructor(rows: Iterable<ClosePrice>) {
    const all = [...rows]
    this.scale = all.reduce((most, { price }) => Math.max(most, decimalsOf(price)), 0)
    const byAsset = Map.groupBy(all, ({ asset }) => asset)
    this.#columns = new Map([...byAsset].map(([asset, closes]) => [asset, this.#column(closes)]))
  }

  #column(closes: ReadonlyArray<ClosePrice>): PriceColumn {
    const byDay = new Map(closes.map(({ date, price }) => [parseDay(date), unitsAt(price, this.scale)]))
    const days = [...byDay.keys()].sort((a, b) => a - b)
    const firstDay = days[0]!
    const length = days.at(-1)! - firstDay + 1
    const most = [...byDay.values()].reduce((highest, close) => Math.max(highest, Math.abs(Number(close))), 0)
    const units = bigColumn(length, most)
    const from = new Int32Array(length)
    for (let place = 0; place < length; place++) {
      const known = byDay.get(firstDay + place)
      units[place] = known ?? units[place - 1]!
      from[place] = known === undefined ? from[place - 1]! : firstDay + place
    }
    return { firstDay, units, most, from }
  }

  column(asset: string): PriceColumn | undefined {
    return this.#columns.get(asset)
  }

  /** The close that counts on a day, in units of the table's scale; null before the first. */
  unitsOn(asset: string, day: number): bigint | null {
    const column = this.#columns.get(asset)
    if (column === undefined || day < column.firstDay) return null
    return column.units[Math.min(day - column.firstDay, column.units.length - 1)]!
  }

  /** The close that counts on a day, and the date it is from; null before the first. */
  close(asset: string, date: string): { readonly price: Decimal; readonly from: string } | null {
    const column = this.#columns.get(asset)
    const place = column === undefined ? -1 : Math.min(parseDay(date) - column.firstDay, column.units.length - 1)
    if (column === undefined || place < 0) return null
    return { price: decimal(column.units[place]!, this.scale), from: dayText(column.from[place]!) }
  }
}
