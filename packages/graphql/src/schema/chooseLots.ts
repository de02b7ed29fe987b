/** Choosing the lots that a disposal takes, and taking that back. */
import { type LotChoice as Shape, LotChoices, mostChosenLots, type StandingChoice } from "@caudal/engine"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { portfolioIdOf } from "../globalId.ts"
import { type ChangeError, type Problem, problemOf } from "../problems.ts"
import { LotChoice } from "./LotChoice.ts"
import { lotArguments, lotSettingsOf } from "./lotArguments.ts"
import * as problems from "./Problem.ts"

type Chosen = { readonly choice: StandingChoice }
type Withdrawn = { readonly withdrawn: Shape }

const ChooseLotsSuccess = builder.objectRef<Chosen>("ChooseLotsSuccess").implement({
  description: "It worked: whatever goes by the method `SPECIFIC` follows it from now on.",
  fields: (t) => ({
    choice: t.field({ type: LotChoice, description: "The choice, as it stands now.", resolve: ({ choice }) => choice })
  })
})

const WithdrawLotChoiceSuccess = builder.objectRef<Withdrawn>("WithdrawLotChoiceSuccess").implement({
  description: "It worked: the disposal goes first in, first out again. What was said is kept.",
  fields: (t) => ({
    disposal: t.string({ description: "Id of the disposal.", resolve: ({ withdrawn }) => withdrawn.disposal }),
    version: t.int({ description: "Number of the version that takes it back.", resolve: ({ withdrawn }) => withdrawn.version })
  })
})

const resolveType = (value: Chosen | Withdrawn | Problem) =>
  "choice" in value ? "ChooseLotsSuccess" : "withdrawn" in value ? "WithdrawLotChoiceSuccess" : value.type

const ChooseLotsResult = builder.unionType("ChooseLotsResult", {
  description: "The choice, or why it was not taken.",
  types: [
    ChooseLotsSuccess,
    problems.PortfolioNotFound,
    problems.DisposalNotFound,
    problems.LotNotFound,
    problems.LotOfOtherAsset,
    problems.LotAcquiredLater,
    problems.LotHoldsLess,
    problems.MoreThanDisposed,
    problems.IdentifiedInFuture
  ],
  resolveType
})

const WithdrawLotChoiceResult = builder.unionType("WithdrawLotChoiceResult", {
  description: "The choice that was taken back, or why it was not.",
  types: [WithdrawLotChoiceSuccess, problems.PortfolioNotFound, problems.LotChoiceNotFound],
  resolveType
})

const LotUnitsInput = builder.inputType("LotUnitsInput", {
  description: "Units of one lot.",
  fields: (t) => ({
    lot: t.string({ required: true, description: "Id of the lot, as `availableLots` or `lots` give it." }),
    quantity: t.field({ type: "Decimal", required: true, description: "How many units of it; above zero." })
  })
})

const lotsOf = (lots: ReadonlyArray<typeof LotUnitsInput.$inferInput>) => {
  if (lots.length === 0) throw badInput("`lots` names at least one lot. To take a choice back, use `withdrawLotChoice`.")
  if (lots.length > mostChosenLots) throw badInput(`\`lots\` names at most ${mostChosenLots} lots.`)
  return lots.map(({ lot, quantity }) => {
    const units = Decimal.make(quantity)
    if (Decimal.isNegative(units) || Decimal.isZero(units)) throw badInput("`quantity` of a lot must be above zero.")
    return { lot, quantity: units }
  })
}

type Refusal = { readonly _tag: "SettingsRefused" | "UnknownTimeZone" }

/** What is wrong with the settings is wrong with the question, as it is everywhere. */
const settle = <A extends Chosen | Withdrawn, E extends ChangeError | Refusal, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.catch((error): Effect.Effect<Problem, Extract<E, Refusal>> =>
      error._tag === "SettingsRefused" || error._tag === "UnknownTimeZone"
        ? Effect.fail(error as Extract<E, Refusal>)
        : Effect.succeed(problemOf(error as ChangeError))
    )
  )

builder.mutationFields((t) => ({
  chooseLots: t.field({
    type: ChooseLotsResult,
    description: `Says which lots a disposal takes, instead of what was chosen for it before. What is not chosen of it goes first in, first out.

The lots are checked by the arguments of the answer that you look at (\`SPECIFIC\` where no method is given), against what they held just before the disposal and every other choice. The choice belongs to the portfolio and counts wherever the method is \`SPECIFIC\`. The same lots again change nothing; every version is kept.`,
    args: {
      portfolio: t.arg.id({ required: true, description: "Id of the portfolio." }),
      disposal: t.arg.string({ required: true, description: "Id of the disposal: its `event`." }),
      lots: t.arg({ type: [LotUnitsInput], required: true, description: "The lots, 1 to 100, in the order in which they are taken." }),
      identifiedAt: t.arg({
        type: "DateTime",
        description: "When you identified them in books of your own; now when omitted. Some laws want that not to be after the disposal."
      }),
      ...lotArguments
    },
    resolve: (_root, { portfolio, disposal, lots, identifiedAt, ...settings }, { owner, change }) => {
      const choice = { ...lotSettingsOf(settings), disposal, lots: lotsOf(lots), identifiedAt: identifiedAt ?? null }
      return change(
        settle(
          Effect.map(
            LotChoices.use((choices) => choices.choose(owner, portfolioIdOf(portfolio), choice)),
            (chosen): Chosen => ({ choice: chosen })
          )
        )
      )
    }
  }),
  withdrawLotChoice: t.field({
    type: WithdrawLotChoiceResult,
    description: "Takes back what was chosen for a disposal. What was said is kept; choosing again brings it back.",
    args: {
      portfolio: t.arg.id({ required: true, description: "Id of the portfolio." }),
      disposal: t.arg.string({ required: true, description: "Id of the disposal: its `event`." })
    },
    resolve: (_root, { portfolio, disposal }, { owner, change }) =>
      change(
        settle(
          Effect.map(
            LotChoices.use((choices) => choices.withdraw(owner, portfolioIdOf(portfolio), disposal)),
            (withdrawn): Withdrawn => ({ withdrawn })
          )
        )
      )
  })
}))
