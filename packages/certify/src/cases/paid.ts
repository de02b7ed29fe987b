/** The price that a trade names is the one that was paid. */
import type { Price } from "@caudal/exchange"
import type { Fill } from "@caudal/exchange/simulator"
import { type Case, must } from "../Case.ts"
import { mustRead } from "../expect.ts"
import { deposits, fill } from "../histories.ts"

/** Prices are printed with as many places as an exchange pleases. */
const closeEnough = 1e-6

const fills: ReadonlyArray<Fill> = [
  fill(20),
  fill(21, { side: "sell", quote: { asset: "usd", amount: "213.75" }, fee: { asset: "usd", amount: "0.25" } }),
  fill(22, { base: { asset: "eth", amount: "2" }, quote: { asset: "btc", amount: "0.125" }, fee: { asset: "btc", amount: "0.0001" } })
]

/** What one of the price's base costs in its quote, where these are the two that changed hands. */
const paid = ({ base, quote }: Price, { base: bought, quote: gave }: Fill, codeOf: (asset: string) => string): number | null => {
  const [one, other] = [codeOf(bought.asset), codeOf(gave.asset)]
  if (base === one && quote === other) return Number(gave.amount) / Number(bought.amount)
  return base === other && quote === one ? Number(bought.amount) / Number(gave.amount) : null
}

export const paidPrices: ReadonlyArray<Case> = [
  {
    id: "M-14",
    group: "money",
    name: "the price of a trade is what was paid for one of its base, in its quote",
    why: "A price upside down or of another market makes gains out of nothing.",
    run: async (subject) => {
      const { codeOf = (asset: string) => asset } = subject.simulator
      const wallet = subject.adapter.manifest.wallets[0] ?? ""
      const { events } = await mustRead(subject, [...deposits(2), ...fills])
      for (const one of fills) {
        for (const { at, price } of events) {
          if (at !== one.at || price === null) continue
          const is = paid(price, one, (asset) => codeOf(asset, wallet))
          const { base, quote } = one
          const said = `${price.amount} ${price.quote} for one ${price.base}`
          must(is !== null, () => `a trade of ${base.asset} and ${quote.asset} names a price in other assets: ${said}`)
          must(
            Math.abs(Number(price.amount) / is - 1) < closeEnough,
            () => `${base.amount} ${base.asset} changed hands for ${quote.amount} ${quote.asset}, and the price is ${said} instead of ${is}`
          )
        }
      }
    }
  }
]
