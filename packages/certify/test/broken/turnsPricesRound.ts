/** Prices what was paid in what was bought. */
import { Decimal } from "@caudal/exchange"
import { withEvents } from "./change.ts"

export const turnsPricesRound = withEvents((event) => {
  const [base, quote] = event.postings
  if (event.kind !== "trade" || base === undefined || quote === undefined) return event
  const amount = Decimal.make(String(Math.abs(Number(quote.amount) / Number(base.amount))))
  return { ...event, price: { base: quote.asset, quote: base.asset, amount } }
})
