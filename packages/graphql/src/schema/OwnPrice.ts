/** The owner's word on prices: single ones, and files of them; and what prices rest on. */
import type {
  Imported as ImportedShape,
  ImportFinding as FindingShape,
  OwnPrice as Shape,
  PriceSource as SourceShape
} from "@caudal/engine"
import { OwnPriceId, OwnPrices } from "@caudal/engine"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { keyOf, ownPriceIdOf } from "../globalId.ts"
import { type ChangeError, type Problem, problemOf } from "../problems.ts"
import { ImportFindingCode, ImportFormat, RateKind } from "./enums.ts"
import * as problems from "./Problem.ts"

export const OwnPrice = builder.objectRef<Shape>("OwnPrice")
builder.node(OwnPrice, {
  description: "What one unit was worth on a day, because you say so. It wins over every source, for that day alone.",
  id: { resolve: ({ id }) => id, description: "Global id." },
  loadOne: (id: string, { owner, read }) => {
    const key = keyOf(id)
    if (key === undefined) return null
    return read(OwnPrices.use((prices) => Effect.map(prices.all(owner), (all) => all.find((one) => one.id === OwnPriceId(key)) ?? null)))
  },
  fields: (t) => ({
    asset: t.exposeString("asset", { description: "`assetId` of the asset." }),
    currency: t.exposeString("currency", { description: "`assetId` of what it is priced in." }),
    day: t.exposeString("day", { description: "The civil day, `2024-02-29`, UTC." }),
    amount: t.expose("amount", { type: "Decimal", description: "Of the currency, for one unit." }),
    setAt: t.expose("setAt", { type: "DateTime", description: "When you said so." })
  })
})

export const PriceSource = builder.objectRef<SourceShape>("PriceSource").implement({
  description: "One series of prices, and how much of what your ledger needs has been read.",
  fields: (t) => ({
    source: t.exposeString("source", { description: "As the paths of prices name it." }),
    exchange: t.exposeString("exchange", { nullable: true, description: "Slug of the exchange that it comes from." }),
    imported: t.exposeString("imported", { nullable: true, description: "The name that you gave the file." }),
    kind: t.field({ type: RateKind, description: "Who makes the rates.", resolve: ({ kind }) => kind }),
    base: t.exposeString("base", { description: "What is priced: as the exchange prints it, else an `assetId`." }),
    quote: t.exposeString("quote", { description: "What it is priced in, likewise." }),
    spanSeconds: t.int({ description: "How long each price speaks for.", resolve: ({ spanMs }) => Math.round(spanMs / 1000) }),
    prices: t.exposeInt("prices", { description: "How many there are." }),
    from: t.expose("from", { type: "DateTime", nullable: true, description: "Where the first one begins." }),
    to: t.expose("to", { type: "DateTime", nullable: true, description: "Where the last one ends." }),
    neededDays: t.int({
      description: "Days that your ledger needs; none of hours inside of days.",
      resolve: ({ neededMs }) => Math.round(neededMs / 86_400_000)
    }),
    coveredDays: t.int({
      description: "How many of these the exchange was asked for; it may have had no price for some.",
      resolve: ({ coveredMs }) => Math.floor(coveredMs / 86_400_000)
    }),
    failure: t.exposeString("failure", { nullable: true, description: "Why the rest could not be read yet; it is tried again by itself." })
  })
})

export const ImportFinding = builder.objectRef<FindingShape>("ImportFinding").implement({
  description: "Something suspicious about prices that are to be imported.",
  fields: (t) => ({
    code: t.field({ type: ImportFindingCode, description: "What.", resolve: ({ code }) => code }),
    base: t.exposeString("base", { description: "`assetId` of what is priced." }),
    quote: t.exposeString("quote", { description: "`assetId` of what it is priced in." }),
    evidence: t.exposeString("evidence", { description: "What was compared, with figures, in English." })
  })
})

const SuspectPrices = problems.implement("SuspectPrices", "The checks found something: nothing was imported.")
builder.objectField(SuspectPrices, "findings", (t) =>
  t.field({
    type: [ImportFinding],
    description: "What they found.",
    resolve: ({ error }) => (error?._tag === "SuspectPrices" ? [...error.findings] : [])
  })
)

const OwnPriceSuccess = builder.objectRef<{ readonly price: Shape }>("OwnPriceSuccess").implement({
  description: "It worked, and holds for every answer from now on.",
  fields: (t) => ({
    price: t.field({ type: OwnPrice, description: "The price; as it was, when it was withdrawn.", resolve: ({ price }) => price })
  })
})

const ImportSuccess = builder.objectRef<{ readonly imported: ImportedShape }>("ImportSuccess").implement({
  description: "The file was imported, whole.",
  fields: (t) => ({
    name: t.string({ description: "The name you gave it.", resolve: ({ imported }) => imported.name }),
    prices: t.int({ description: "How many prices it had.", resolve: ({ imported }) => imported.prices }),
    from: t.string({ description: "Its first day.", resolve: ({ imported }) => imported.from }),
    to: t.string({ description: "Its last day.", resolve: ({ imported }) => imported.to }),
    findings: t.field({
      type: [ImportFinding],
      description: "What the checks found; imported all the same, because you forced it.",
      resolve: ({ imported }) => [...imported.findings]
    })
  })
})

const ImportRemoved = builder.objectRef<{ readonly removed: string }>("ImportRemoved").implement({
  description: "What was imported under the name is gone.",
  fields: (t) => ({ name: t.string({ description: "The name.", resolve: ({ removed }) => removed }) })
})

type Answer = { readonly price: Shape } | { readonly imported: ImportedShape } | { readonly removed: string } | Problem
const resolveType = (value: Answer) =>
  "price" in value ? "OwnPriceSuccess" : "imported" in value ? "ImportSuccess" : "removed" in value ? "ImportRemoved" : value.type

const SetPriceResult = builder.unionType("SetPriceResult", {
  description: "The price, or why it was not set.",
  types: [OwnPriceSuccess, problems.AssetNotFound, problems.MalformedPrice],
  resolveType
})
const WithdrawPriceResult = builder.unionType("WithdrawPriceResult", {
  description: "The price that was withdrawn, or why it was not.",
  types: [OwnPriceSuccess, problems.OwnPriceNotFound],
  resolveType
})
const ImportPricesResult = builder.unionType("ImportPricesResult", {
  description: "What was imported, or why nothing was.",
  types: [ImportSuccess, problems.MalformedFile, SuspectPrices],
  resolveType
})
const RemoveImportedPricesResult = builder.unionType("RemoveImportedPricesResult", {
  description: "That they are gone, or why not.",
  types: [ImportRemoved, problems.ImportNotFound],
  resolveType
})

const SetPriceInput = builder.inputType("SetPriceInput", {
  description: "What one unit was worth on a day.",
  fields: (t) => ({
    asset: t.string({ required: true, description: "`assetId` of the asset: see `viewer { knownAssets }`." }),
    currency: t.string({ required: true, description: "`assetId` of what it is priced in, such as `mxn`." }),
    day: t.string({ required: true, description: "The civil day, `2024-02-29`, UTC." }),
    amount: t.field({ type: "Decimal", required: true, description: "Of the currency, for one unit; above zero." })
  })
})

const ImportPricesInput = builder.inputType("ImportPricesInput", {
  description: "A file of prices.",
  fields: (t) => ({
    name: t.string({ required: true, description: "What to call it: the paths of prices name it as their source." }),
    kind: t.field({ type: RateKind, required: true, description: "Who makes its rates, where the file does not say." }),
    format: t.field({ type: ImportFormat, required: true, description: "How it is laid out." }),
    text: t.string({ required: true, description: "The file, whole. One that is too large for a request: `caudal prices import`." }),
    force: t.boolean({ defaultValue: false, description: "Import it in spite of what the checks find." })
  })
})

const longestName = 100

const settle = <A extends Answer, E extends ChangeError, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A | Problem, never, R> =>
  Effect.match(effect, { onSuccess: (answer): A | Problem => answer, onFailure: problemOf })

builder.mutationFields((t) => ({
  setPrice: t.field({
    type: SetPriceResult,
    description: "Says what one unit was worth on a day. Idempotent: the same asset, currency and day again replaces.",
    args: { input: t.arg({ type: SetPriceInput, required: true, description: "The price." }) },
    resolve: (_root, { input }, { owner, change }) =>
      change(
        settle(
          OwnPrices.use((prices) => Effect.map(prices.set(owner, { ...input, amount: Decimal.make(input.amount) }), (price) => ({ price })))
        )
      )
  }),
  withdrawPrice: t.field({
    type: WithdrawPriceResult,
    description: "Takes a price back. What the sources say of the day holds again at once.",
    args: { price: t.arg.id({ required: true, description: "Id of the price." }) },
    resolve: (_root, { price: id }, { owner, change }) =>
      change(settle(OwnPrices.use((prices) => Effect.map(prices.withdraw(owner, ownPriceIdOf(id)), (price) => ({ price })))))
  }),
  importPrices: t.field({
    type: ImportPricesResult,
    description: `Imports a file of daily prices as a source of your own, all of it or nothing. It is compared with what other sources say of the same days first.

The same name again adds to what was imported, and replaces what it says of the same days.`,
    args: { input: t.arg({ type: ImportPricesInput, required: true, description: "The file." }) },
    resolve: (_root, { input }, { owner, change }) => {
      const name = input.name.trim()
      if (name === "" || name.length > longestName) throw badInput(`\`name\` takes 1 to ${longestName} characters.`)
      const file = { ...input, name, force: input.force ?? false }
      return change(settle(OwnPrices.use((prices) => Effect.map(prices.importFile(owner, file), (imported) => ({ imported })))))
    }
  }),
  removeImportedPrices: t.field({
    type: RemoveImportedPricesResult,
    description: "Takes away everything that was imported under a name.",
    args: { name: t.arg.string({ required: true, description: "The name." }) },
    resolve: (_root, { name }, { owner, change }) =>
      change(settle(OwnPrices.use((prices) => Effect.as(prices.removeImport(owner, name), { removed: name }))))
  })
}))
