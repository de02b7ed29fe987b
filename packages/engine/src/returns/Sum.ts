import { bounded, type Cause, decimal, exact, type Measured } from "@caudal/accounting"

/** A sum of money that may lack parts, in scaled integers. */
export class Sum {
  units = 0n
  readonly lacking = new Map<string, Cause>()

  lack(asset: string): void {
    this.lacking.set(asset, { code: "price missing", asset, event: null })
  }

  add(other: Sum): void {
    this.units += other.units
    for (const asset of other.lacking.keys()) this.lack(asset)
  }

  /** Without a price: at least the rest, as what is held is worth something. */
  value(scale: number): Measured {
    const text = decimal(this.units, scale)
    return this.lacking.size === 0 ? exact(text) : bounded(text, null, [...this.lacking.values()])
  }

  /** Without a price it may be anything. */
  money(scale: number): Measured {
    return this.lacking.size === 0 ? exact(decimal(this.units, scale)) : { state: "unavailable", causes: [...this.lacking.values()] }
  }
}

/** What a day adds up to. */
export class DayMoney {
  readonly value = new Sum()
  readonly flow = new Sum()
  readonly income = new Sum()
  readonly fees = new Sum()
  readonly paid = new Sum()
  carried = 0
}
