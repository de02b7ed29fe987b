/** What holdings are worth, and through which markets. Unknown is null with a reason, never zero. */
import type { PortfolioValue as Shape, PriceStep as Step, Valuation as ValuationShape } from "@caudal/engine"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"
import { Gap } from "./Gap.ts"

const PriceStep = builder.objectRef<Step>("PriceStep").implement({
  description: "One market that a price went through.",
  fields: (t) => ({
    market: t.exposeString("market", { description: "The market, as the exchange names it." }),
    exchange: t.exposeString("exchange", { description: "Slug of the exchange." }),
    from: t.field({ type: Asset, description: "From this asset …", resolve: ({ from, exchange, at }) => ({ code: from, exchange, at }) }),
    to: t.field({ type: Asset, description: "… to this one.", resolve: ({ to, exchange, at }) => ({ code: to, exchange, at }) }),
    rate: t.expose("rate", { type: "Decimal", description: "`to` for one `from`." }),
    at: t.expose("at", { type: "DateTime", description: "When the exchange was asked." })
  })
})

const Valuation = builder.objectRef<ValuationShape>("Valuation").implement({
  description: "What one holding is worth.",
  fields: (t) => ({
    asset: t.field({ type: Asset, description: "The asset.", resolve: ({ asset, identity }) => ({ code: asset, identity }) }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How much of it." }),
    value: t.expose("value", { type: "Decimal", nullable: true, description: "What it is worth; null when no price is known." }),
    price: t.expose("price", { type: "Decimal", nullable: true, description: "Price of one; null when none is known." }),
    path: t.field({
      type: [PriceStep],
      description: "The markets the price went through; empty when the asset is the currency.",
      resolve: ({ path }) => [...path]
    }),
    reason: t.exposeString("reason", { nullable: true, description: "Why there is no value." })
  })
})

export const PortfolioValue = builder.objectRef<Shape>("PortfolioValue").implement({
  description: "What a portfolio is worth in one currency.",
  fields: (t) => ({
    currency: t.field({
      type: Asset,
      description: "The currency.",
      resolve: ({ currency, currencyIdentity }) => ({ code: currency, identity: currencyIdentity })
    }),
    total: t.expose("total", { type: "Decimal", nullable: true, description: "Sum of what can be valued; null when nothing can." }),
    complete: t.exposeBoolean("complete", {
      description:
        "False when a holding has no price, or an account's holdings are not all known (see `gaps`): the total is then a part, not the whole."
    }),
    gaps: t.field({
      type: [Gap],
      description: "Accounts whose holdings are not, or not all, known: the total leaves something out.",
      resolve: ({ gaps }) => [...gaps]
    }),
    holdings: t.field({ type: [Valuation], description: "Holding by holding.", resolve: ({ holdings }) => [...holdings] }),
    oldestQuoteAt: t.expose("oldestQuoteAt", { type: "DateTime", nullable: true, description: "Time of the oldest quote that was used." })
  })
})
