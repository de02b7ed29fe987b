/** What a gain is made of. */
import type { ProfitAnswer } from "@caudal/engine"
import { builder } from "../builder.ts"
import { MoneyMeasure } from "./Measure.ts"

type Lines = NonNullable<ProfitAnswer["lines"]>

const ProfitLines = builder.objectRef<Lines>("ProfitLines").implement({
  description: "`gain = realised + carriedOut + unrealised + income − fees + unknownBasis + unexplained`, to the last digit.",
  fields: (t) => ({
    gain: t.expose("gain", { type: "Decimal", description: "Value at the end − value at the start − net flow." }),
    realised: t.expose("realised", {
      type: "Decimal",
      description: "What sales, conversions and payments in coins fetched, less what the units had cost."
    }),
    carriedOut: t.expose("carriedOut", {
      type: "Decimal",
      description:
        "What units that left for outside had gained by then: their value on that day less their cost. Nobody says that they were sold."
    }),
    unrealised: t.expose("unrealised", { type: "Decimal", description: "How far the value of what is held over its cost has changed." }),
    income: t.expose("income", { type: "Decimal", description: "Rewards, interest and the like, at the close of their day." }),
    fees: t.expose("fees", {
      type: "Decimal",
      description: "Fees that are in no cost and lessen no proceeds, such as those of withdrawals."
    }),
    unknownBasis: t.expose("unknownBasis", {
      type: "Decimal",
      description: "Of units that no row brought: value and proceeds, for want of a cost."
    }),
    unexplained: t.expose("unexplained", {
      type: "Decimal",
      description: "What the lines do not explain: zero, unless more left than ever came in or rows are missing. Never hidden."
    })
  })
})

export const Profit = builder.objectRef<ProfitAnswer>("Profit").implement({
  description: `What a gain is made of. What comes in from outside costs what it is worth on that day: the cost that taxes know is what \`gains\` tells.`,
  fields: (t) => ({
    gain: t.field({
      type: MoneyMeasure,
      description: "Value at the end − value at the start − net flow.",
      resolve: ({ gain, assets }) => ({ measure: gain, assets })
    }),
    lines: t.field({
      type: ProfitLines,
      nullable: true,
      description: "Its lines; null where a price is missing.",
      resolve: ({ lines }) => lines
    }),
    reason: t.exposeString("reason", { nullable: true, description: "Why there are no lines." }),
    priceEffect: t.field({
      type: MoneyMeasure,
      description: "What prices did. With `currencyEffect` it is gain − income + fees, to the last digit.",
      resolve: ({ priceEffect, assets }) => ({ measure: priceEffect, assets })
    }),
    currencyEffect: t.field({
      type: MoneyMeasure,
      description:
        "What exchange rates did: all that the value of money in other currencies changed, and for coins each day's worth in US dollars the day before × the change of the dollar's rate.",
      resolve: ({ currencyEffect, assets }) => ({ measure: currencyEffect, assets })
    })
  })
})
