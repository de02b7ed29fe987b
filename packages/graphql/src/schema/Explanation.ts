/** How a figure came about, down to the rows of the exchange: from what stands here alone anybody gets the same digits. */
import type { ExplanationOrigin, ExplanationStep as StepShape } from "@caudal/accounting"
import { type Explained, type ExplainedEvent as EventShape, type ExplainedPrice as PriceShape, Ledger } from "@caudal/engine"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { transactionKeyOf } from "../globalId.ts"
import { pageSize } from "../pageSize.ts"
import { postfix, type Term } from "../postfix.ts"
import { Asset } from "./Asset.ts"
import { ExplanationOp, ExplanationOriginKind, LotEventType } from "./accountingEnums.ts"
import { Transaction } from "./Transaction.ts"

export const partArgs = builder.args((t) => ({
  first: t.int({ description: "At most so many parts of a long sum: 1 to 100. Default 25." }),
  offset: t.int({ description: "How many of its parts to leave out from the start. Default 0." })
}))

interface PartArguments {
  readonly first?: number | null | undefined
  readonly offset?: number | null | undefined
}

export const partsOf = ({ first, offset }: PartArguments) => {
  const parts = { offset: offset ?? 0, limit: pageSize(first) }
  if (parts.offset < 0) throw badInput("`offset` must not be below zero.")
  return parts
}

/** The figure that explains an input, where there is one. */
const figureOf = (origin: ExplanationOrigin): string | null => {
  if (origin.kind === "figure") return origin.figure
  return origin.kind === "event" ? `events/${origin.event}/${origin.field}` : null
}

const subjectOf = (origin: ExplanationOrigin): string | null => {
  if (origin.kind === "state") return origin.of
  if (origin.kind === "given") return origin.what
  return origin.kind === "price" ? origin.asset : null
}

const Origin = builder.objectRef<ExplanationOrigin>("ExplanationOrigin").implement({
  description: "Where an input comes from.",
  fields: (t) => ({
    kind: t.field({ type: ExplanationOriginKind, description: "What kind of thing it is.", resolve: ({ kind }) => kind }),
    figure: t.string({
      nullable: true,
      description:
        "The figure to ask for next, of the same field with the same arguments: it says how this input came about. Null where there is nothing more to say.",
      resolve: figureOf
    }),
    subject: t.string({
      nullable: true,
      description: "What it was said of: a lot, a pool, an asset's id, what was given.",
      resolve: subjectOf
    }),
    transaction: t.field({
      type: Transaction,
      nullable: true,
      description: "The transaction whose posting it is.",
      resolve: (origin, _args, { owner, read }) => {
        const key = origin.kind === "posting" ? transactionKeyOf(origin.transaction) : undefined
        return key === undefined ? null : read(Ledger.use((ledger) => ledger.transaction(owner, key.connection, key.seq)))
      }
    }),
    posting: t.int({
      nullable: true,
      description: "Which of its postings, from 0 on.",
      resolve: (origin) => (origin.kind === "posting" ? origin.posting : null)
    })
  })
})

const ExplanationTerm = builder.objectRef<Term>("ExplanationTerm").implement({
  description: "A value of a formula, or what is done with the values before it.",
  fields: (t) => ({
    op: t.field({ type: ExplanationOp, description: "What it is.", resolve: ({ op }) => op }),
    takes: t.exposeInt("takes", { description: "How many of the values that stand last it takes; 0 for a value." }),
    name: t.exposeString("name", { nullable: true, description: "Name of an input or a series, or of the earlier step that is meant." }),
    value: t.expose("value", { type: "Decimal", nullable: true, description: "Of an input." }),
    values: t.field({
      type: ["Float"],
      nullable: true,
      description: "Of a series.",
      resolve: ({ values }) => (values === null ? null : [...values])
    }),
    decimals: t.exposeInt("decimals", { nullable: true, description: "Digits after the point that a division keeps." }),
    origin: t.field({
      type: Origin,
      nullable: true,
      description: "Where an input or a series comes from.",
      resolve: ({ origin }) => origin
    })
  })
})

const ExplanationStep = builder.objectRef<StepShape>("ExplanationStep").implement({
  description: "One formula over inputs and earlier steps.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Its name; later steps use it." }),
    formula: t.exposeString("formula", { description: "The formula, for people." }),
    terms: t.field({
      type: [ExplanationTerm],
      description:
        "The formula, for programs. Read from the left with a stack: a value is put on it, an operation takes its last `takes` values and puts its result there. The one that is left is the step's.",
      resolve: ({ expression }) => [...postfix(expression)]
    })
  })
})

const ExplainedEvent = builder.objectRef<EventShape>("ExplainedEvent").implement({
  description: "An event that a figure rests on.",
  fields: (t) => ({
    event: t.exposeString("id", { description: "Id of the event, which is also that of the lot that it brought." }),
    type: t.field({ type: LotEventType, description: "What it did to lots.", resolve: ({ type }) => type }),
    at: t.expose("at", { type: "DateTime", description: "When." }),
    transactions: t.field({
      type: [Transaction],
      description: "The transactions that it was read from.",
      resolve: ({ transactions }) => [...transactions]
    })
  })
})

const ExplainedPrice = builder.objectRef<PriceShape>("ExplainedPrice").implement({
  description: "A price that a figure rests on.",
  fields: (t) => ({
    event: t.exposeString("event", { nullable: true, description: "Id of the event that it made a value for; null for a day's close." }),
    date: t.exposeString("date", {
      nullable: true,
      description: "The civil day whose close it is; null for the instant of an event or a flow."
    }),
    asset: t.field({ type: Asset, description: "The asset.", resolve: ({ asset }) => ({ code: asset.symbol, identity: asset }) }),
    amount: t.expose("amount", { type: "Decimal", description: "For one unit." }),
    source: t.exposeString("source", { description: "Who says so." }),
    at: t.expose("at", { type: "DateTime", description: "As of when." })
  })
})

const ExplainedParts = builder.objectRef<NonNullable<Explained["parts"]>>("ExplainedParts").implement({
  description:
    "Which parts of a long sum are listed. What stands before and after them is one input each, so that every page gives the whole sum.",
  fields: (t) => ({
    offset: t.exposeInt("offset", { description: "The first part listed, from 0 on." }),
    count: t.exposeInt("count", { description: "How many there are in all." })
  })
})

export const Explanation = builder.objectRef<Explained>("Explanation").implement({
  description: "How a figure came about: steps of which the last is the figure, and everything that they rest on.",
  fields: (t) => ({
    figure: t.exposeString("figure", { description: "Which figure: its path, such as `disposals/<event>/gain`." }),
    value: t.string({
      nullable: true,
      description: "The figure: an exact decimal, or for rates and statistics the shortest text of a double. Null when it is unknown.",
      resolve: ({ value }) => (value === null ? null : String(value))
    }),
    exact: t.boolean({
      description: "Whether it is a decimal, exact to the last digit, rather than a double.",
      resolve: ({ value }) => typeof value !== "number"
    }),
    reason: t.exposeString("reason", { nullable: true, description: "Why there is no value." }),
    steps: t.field({
      type: [ExplanationStep],
      description: "The last is the figure; none without a value.",
      resolve: ({ steps }) => [...steps]
    }),
    lots: t.field({ type: ["String"], description: "Ids of the lots that it rests on.", resolve: ({ lots }) => [...lots] }),
    events: t.field({ type: [ExplainedEvent], description: "The events that it rests on.", resolve: ({ events }) => [...events] }),
    prices: t.field({ type: [ExplainedPrice], description: "The prices that it rests on.", resolve: ({ prices }) => [...prices] }),
    parts: t.field({
      type: ExplainedParts,
      nullable: true,
      description: "Which parts of a long sum are listed; null when everything is.",
      resolve: ({ parts }) => parts
    })
  })
})
