/** Saying what an account held at an instant, and taking it back. */
import { anyExchange, AssetNotFound, Assets, type Opening as Shape, Openings } from "@caudal/engine"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { connectionIdOf, openingIdOf } from "../globalId.ts"
import { type ChangeError, type Problem, problemOf } from "../problems.ts"
import { Opening } from "./Opening.ts"
import * as problems from "./Problem.ts"

type Success = { readonly opening: Shape }

const OpeningSuccess = builder.objectRef<Success>("OpeningSuccess").implement({
  description:
    "It worked. The connection's certificate was issued anew with it; while a sync is running, or before the first one has ended, the end of that does it.",
  fields: (t) => ({
    opening: t.field({ type: Opening, description: "The opening, as it stands now.", resolve: ({ opening }) => opening })
  })
})

const resolveType = (value: Success | Problem) => ("opening" in value ? "OpeningSuccess" : value.type)

const AssertOpeningResult = builder.unionType("AssertOpeningResult", {
  description: "The opening, or why it was not taken.",
  types: [
    OpeningSuccess,
    problems.ConnectionNotFound,
    problems.WalletNotFound,
    problems.AssetNeverSeen,
    problems.OpeningInFuture,
    problems.AcquiredAfterOpening,
    problems.AssetNotFound
  ],
  resolveType
})

const WithdrawOpeningResult = builder.unionType("WithdrawOpeningResult", {
  description: "The opening that was taken back, or why it was not.",
  types: [OpeningSuccess, problems.OpeningNotFound],
  resolveType
})

const CostBasisInput = builder.inputType("CostBasisInput", {
  description: "What units cost in all.",
  fields: (t) => ({
    amount: t.field({ type: "Decimal", required: true, description: "The amount, fees included; not below zero." }),
    currency: t.string({ required: true, description: "Code of its currency, such as `MXN`, whatever the exchange calls it." })
  })
})

const AssertOpeningInput = builder.inputType("AssertOpeningInput", {
  description: "What an account held at an instant.",
  fields: (t) => ({
    connection: t.id({ required: true, description: "Id of the account's connection." }),
    wallet: t.string({ required: true, description: "The wallet, as the certificate names it." }),
    asset: t.string({ required: true, description: "The asset's code as the exchange prints it, or its symbol: `btc`, `BTC`." }),
    at: t.field({
      type: "DateTime",
      required: true,
      description: "The instant. Rows of this instant and later are added to what was held, earlier ones are part of it."
    }),
    quantity: t.field({
      type: "Decimal",
      required: true,
      description: "How much was held then; zero for none, negative when it was owed."
    }),
    costBasis: t.field({ type: CostBasisInput, description: "What it had cost. Gains that rest on it are unknown without it." }),
    acquiredAt: t.field({ type: "DateTime", description: "When it was acquired, if before `at`." }),
    note: t.string({ description: "Your own words, such as where the figure is from." })
  })
})

const longest = { wallet: 64, asset: 64, currency: 20, note: 500 } as const

const bounded = (field: keyof typeof longest, text: string): string => {
  const trimmed = text.trim()
  if (trimmed === "" || trimmed.length > longest[field]) throw badInput(`\`${field}\` takes 1 to ${longest[field]} characters.`)
  return trimmed
}

const costOf = (cost: typeof CostBasisInput.$inferInput | null | undefined) => {
  if (cost == null) return null
  if (cost.amount.startsWith("-")) throw badInput("`costBasis.amount` must not be below zero.")
  return { amount: Decimal.make(cost.amount), currency: bounded("currency", cost.currency) }
}

const settle = <E extends ChangeError, R>(effect: Effect.Effect<Shape, E, R>): Effect.Effect<Success | Problem, never, R> =>
  Effect.match(effect, { onSuccess: (opening) => ({ opening }), onFailure: problemOf })

builder.mutationFields((t) => ({
  assertOpening: t.field({
    type: AssertOpeningResult,
    description: `Says what an account held at an instant, where the exchange's history does not reach back to its start. \`CertificateLine.implied\` says what it would have to be.

The certificate then takes the opening from you, and says so: it is asserted by the owner, not shown by the exchange. A wrong one *differs*, by what it is wrong. The same wallet and asset again replaces what was said; every version is kept.`,
    args: { input: t.arg({ type: AssertOpeningInput, required: true, description: "What was held, and when." }) },
    resolve: (_root, { input }, context) => {
      const { at, quantity, acquiredAt, note } = input
      const said = {
        wallet: bounded("wallet", input.wallet),
        asset: bounded("asset", input.asset),
        at,
        quantity: Decimal.make(quantity),
        cost: costOf(input.costBasis),
        acquiredAt: acquiredAt ?? null,
        note: note == null ? null : bounded("note", note)
      }
      return context.change(
        settle(
          Effect.gen(function* () {
            if (said.cost !== null) {
              const { currency } = said.cost
              const resolve = yield* Assets.use((assets) => assets.resolver(context.owner))
              if (resolve({ exchange: anyExchange, code: currency, at }).status === "unknown")
                return yield* new AssetNotFound({ asset: currency })
            }
            return yield* Openings.use((openings) => openings.assert(context.owner, connectionIdOf(input.connection), said))
          })
        )
      )
    }
  }),
  withdrawOpening: t.field({
    type: WithdrawOpeningResult,
    description: "Takes an opening back. The certificate is again what the exchange's history shows alone; what was said is kept.",
    args: { opening: t.arg.id({ required: true, description: "Id of the opening." }) },
    resolve: (_root, { opening }, context) =>
      context.change(settle(Openings.use((openings) => openings.withdraw(context.owner, openingIdOf(opening)))))
  })
}))
