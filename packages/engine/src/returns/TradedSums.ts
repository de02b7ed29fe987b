/** What trades were for one asset, by account. Of many only those that changed since before are added up. */
import { apart } from "./apart.ts"
import type { DayTrade } from "./FlowProjection.ts"
import type { Pricing } from "./Pricing.ts"
import { Sum } from "./Sum.ts"

interface Traded {
  readonly sum: Sum
  /** Trades in it. */
  readonly count: number
}

export class TradedSums {
  readonly #pricing: Pricing
  readonly #trades: ReadonlyArray<DayTrade>
  readonly #byAccount: Map<string, Traded>

  constructor(asset: string, trades: ReadonlyArray<DayTrade>, pricing: Pricing, before: TradedSums | undefined) {
    this.#pricing = pricing
    this.#trades = trades
    const known = before !== undefined && before.#goesOn(pricing) ? before : null
    this.#byAccount = new Map()
    if (known !== null) for (const [account, { sum, count }] of known.#byAccount) this.#byAccount.set(account, { sum: sum.copy(), count })
    const { gone, come } = apart(known === null ? [] : known.#trades, trades)
    // At the closes at which they were added.
    if (known !== null) for (const trade of gone) this.#add(asset, trade, known.#pricing, -1)
    for (const trade of come) this.#add(asset, trade, pricing, 1)
  }

  /** What a sum lacks cannot be taken out of it again, nor can money of other decimals. */
  #goesOn(pricing: Pricing): boolean {
    return this.#pricing.scale === pricing.scale && [...this.#byAccount.values()].every(({ sum }) => sum.isWhole)
  }

  #add(asset: string, trade: DayTrade, pricing: Pricing, sign: 1 | -1): void {
    const { sum, count } = this.#byAccount.get(trade.account) ?? { sum: new Sum(), count: 0 }
    pricing.tradeFlows(trade, asset, (of, units) => pricing.add(sum, of, BigInt(sign) * units, trade.day))
    if (count + sign === 0) this.#byAccount.delete(trade.account)
    else this.#byAccount.set(trade.account, { sum, count: count + sign })
  }

  /** Undefined: there was none. */
  of(account: string): Sum | undefined {
    return this.#byAccount.get(account)?.sum
  }
}
