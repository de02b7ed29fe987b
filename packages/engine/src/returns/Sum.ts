import { bounded, type Cause, decimal, exact, type Measured } from "@caudal/accounting"

/** A sum of money that may lack parts, in scaled integers. */
export class Sum {
  units = 0n
  /** Assets without a price; most sums lack nothing. */
  #lacking: Set<string> | undefined

  /** Whether it lacks nothing. */
  get isWhole(): boolean {
    return this.#lacking === undefined
  }

  copy(): Sum {
    const copy = new Sum()
    copy.add(this)
    return copy
  }

  lack(asset: string): void {
    ;(this.#lacking ??= new Set()).add(asset)
  }

  add(other: Sum): void {
    this.units += other.units
    if (other.#lacking !== undefined) for (const asset of other.#lacking) this.lack(asset)
  }

  #causes(lacking: ReadonlySet<string>): ReadonlyArray<Cause> {
    return [...lacking].map((asset): Cause => ({ code: "price missing", asset, event: null }))
  }

  /** Without a price: at least the rest, as what is held is worth something. */
  value(scale: number): Measured {
    const text = decimal(this.units, scale)
    return this.#lacking === undefined ? exact(text) : bounded(text, null, this.#causes(this.#lacking))
  }

  /** Without a price it may be anything. */
  money(scale: number): Measured {
    if (this.#lacking === undefined) return exact(decimal(this.units, scale))
    return { state: "unavailable", causes: this.#causes(this.#lacking) }
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
