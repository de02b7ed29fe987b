/** Gains and lots. Unknown is null, never zero; every figure names the transactions it was made of. */
import type {
  AssetRef,
  GainDisposal as DisposalShape,
  GainSums as SumsShape,
  GainTotals as TotalsShape,
  ItemPage,
  LotUsed as LotUsedShape,
  NamedLotGap as GapShape,
  OpenLot as OpenLotShape,
  LotAnswer,
  MethodComparison as ComparisonShape,
  MethodTotals as MethodTotalsShape,
  OpenLots as OpenLotsShape,
  Transaction as TransactionShape,
  YearGains as YearGainsShape
} from "@caudal/engine"
import { builder } from "../builder.ts"
import { partArguments, partOf } from "../partOf.ts"
import { relayPage } from "../relayPage.ts"
import { Asset } from "./Asset.ts"
import { Certificate } from "./Certificate.ts"
import { GainMethod, HoldingTerm, LotGapCode, TaxCountry } from "./accountingEnums.ts"
import { Opening } from "./Opening.ts"
import { LotChoice } from "./LotChoice.ts"
import { LotYear, TaxSetting } from "./TaxReport.ts"
import { Transaction } from "./Transaction.ts"

/** Where rows of several exchanges are one asset, its symbol stands for all of them. */
const shown = (identity: AssetRef) => ({ code: identity.symbol, identity })
const rows = ({ transactions }: { readonly transactions: ReadonlyArray<TransactionShape> }) => [...transactions]

const LotGap = builder.objectRef<GapShape>("LotGap").implement({
  description: "Something that is not known of lots, and what it touches.",
  fields: (t) => ({
    code: t.field({ type: LotGapCode, description: "What is not known.", resolve: ({ code }) => code }),
    asset: t.field({ type: Asset, description: "The asset; its `code` is its symbol.", resolve: ({ asset }) => shown(asset) }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How much of it." }),
    at: t.expose("at", { type: "DateTime", description: "When." }),
    event: t.exposeString("event", { description: "Id of the lot event that it touches." }),
    transactions: t.field({ type: [Transaction], description: "The transactions behind it.", resolve: rows }),
    opening: t.field({
      type: Opening,
      nullable: true,
      description: "Your word on what the account held, where that is behind it.",
      resolve: ({ opening }) => opening
    })
  })
})

const LotUsed = builder.objectRef<LotUsedShape>("LotUsed").implement({
  description: "Units of a disposal that came from one lot.",
  fields: (t) => ({
    lot: t.exposeString("lot", {
      nullable: true,
      description: "Id of the lot: of the event that brought it. `missing` where nothing is known of the units."
    }),
    acquired: t.exposeString("acquired", { nullable: true, description: "Date on which the units were acquired; null when unknown." }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How many units." }),
    proceeds: t.expose("proceeds", { type: "Decimal", nullable: true, description: "Their part of the proceeds; null when unknown." }),
    costBasis: t.expose("costBasis", { type: "Decimal", nullable: true, description: "What they cost, fees included; null when unknown." }),
    gain: t.expose("gain", { type: "Decimal", nullable: true, description: "`proceeds − costBasis`; null when either is unknown." }),
    chosen: t.boolean({ description: "You chose this lot for the disposal.", resolve: ({ rule }) => rule === "named" }),
    term: t.field({
      type: HoldingTerm,
      nullable: true,
      description: "How long they were held.",
      resolve: ({ term }) => term
    }),
    transactions: t.field({ type: [Transaction], description: "The transactions that brought the lot.", resolve: rows }),
    opening: t.field({
      type: Opening,
      nullable: true,
      description: "Your word on what the account held, where that brought the lot.",
      resolve: ({ opening }) => opening
    })
  })
})

export const Disposal = builder.objectRef<DisposalShape>("Disposal").implement({
  description: "Units that were parted with for something.",
  fields: (t) => ({
    event: t.exposeString("event", { description: "Id of the event." }),
    asset: t.field({ type: Asset, description: "The asset; its `code` is its symbol.", resolve: ({ asset }) => shown(asset) }),
    date: t.exposeString("date", { description: "The civil date, `2023-04-12`, in the time zone asked for." }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How many units." }),
    proceeds: t.expose("proceeds", { type: "Decimal", nullable: true, description: "What they fetched, less fees; null when unknown." }),
    costBasis: t.expose("costBasis", { type: "Decimal", nullable: true, description: "What they cost, fees included; null when unknown." }),
    denied: t.expose("denied", { type: "Decimal", description: "Part of a loss that does not count (Canada: superficial); above zero." }),
    gain: t.expose("gain", {
      type: "Decimal",
      nullable: true,
      description: "`proceeds − costBasis + denied`; null when one of them is unknown."
    }),
    lotCount: t.int({ description: "From how many lots the units came.", resolve: ({ lots }) => lots.length }),
    lots: t.field({
      type: [LotUsed],
      args: partArguments,
      description: "The lots that the units came from, a part at a time.",
      resolve: ({ lots }, part) => partOf(lots, part)
    }),
    choice: t.field({
      type: LotChoice,
      nullable: true,
      description: "The lots that you chose for it, whether this method goes by them or not; null where you chose none.",
      resolve: ({ choice }) => choice
    }),
    transactions: t.field({ type: [Transaction], description: "The transactions that it was made of.", resolve: rows })
  })
})

const GainSums = builder.objectRef<SumsShape>("GainSums").implement({
  description: "Sums of what is known.",
  fields: (t) => ({
    proceeds: t.expose("proceeds", { type: "Decimal", description: "Sum of the proceeds." }),
    costBasis: t.expose("costBasis", { type: "Decimal", description: "Sum of the costs." }),
    gain: t.expose("gain", { type: "Decimal", description: "Sum of the gains, less losses." })
  })
})

const GainTotals = builder.objectRef<TotalsShape>("GainTotals").implement({
  description: "Sums of a year. What is unknown is in no sum, and counted.",
  fields: (t) => ({
    proceeds: t.expose("proceeds", { type: "Decimal", description: "Sum of the proceeds of disposals whose gain is known." }),
    costBasis: t.expose("costBasis", { type: "Decimal", description: "Sum of their costs." }),
    gain: t.expose("gain", { type: "Decimal", description: "Sum of their gains, less losses." }),
    short: t.field({ type: GainSums, description: "Of units held for one year or less.", resolve: ({ short }) => short }),
    long: t.field({ type: GainSums, description: "Of units held for more than one year.", resolve: ({ long }) => long }),
    unknownDisposals: t.exposeInt("unknownDisposals", { description: "Disposals whose gain is not known." })
  })
})

/** What every answer about lots says of how it was made. */
const LotAnswerInterface = builder.interfaceRef<LotAnswer>("LotAnswer").implement({
  description: "How lots were kept for an answer, and what is not known.",
  fields: (t) => ({
    jurisdiction: t.field({
      type: TaxCountry,
      nullable: true,
      description: "Whose rules held; null where none were asked for.",
      resolve: ({ jurisdiction }) => jurisdiction
    }),
    method: t.field({
      type: GainMethod,
      description: "Which lots left first; where it changed by date, the last.",
      resolve: ({ method }) => method
    }),
    currency: t.field({
      type: Asset,
      description: "The currency.",
      resolve: ({ currency, currencyIdentity }) => ({ code: currency, identity: currencyIdentity })
    }),
    timeZone: t.exposeString("timeZone", { description: "Whose midnight begins a day, and a year." }),
    settings: t.field({
      type: [TaxSetting],
      description: "Every choice that the figures rest on, contested points of the jurisdiction included.",
      resolve: ({ settings }) => [...settings]
    }),
    gapCount: t.int({ description: "How many gaps there are.", resolve: ({ gaps }) => gaps.length }),
    gaps: t.field({
      type: [LotGap],
      args: partArguments,
      description: "What is not known, a part at a time; of a year, up to its end: an earlier gap reaches a later cost.",
      resolve: ({ gaps }, part) => partOf(gaps, part)
    }),
    unproved: t.field({
      type: [Certificate],
      description: "Certificates that do not prove the books: rows may be missing, and lots with them.",
      resolve: ({ unproved }) => [...unproved]
    }),
    inputHash: t.exposeString("inputHash", {
      description: "SHA-256 in hex over all that the figures depend on besides the arguments: the same hash, the same figures."
    }),
    projectionVersion: t.exposeInt("projectionVersion", { description: "Version of the rules that read transactions as lots." })
  })
})

export const YearGains = builder.objectRef<YearGainsShape>("YearGains").implement({
  description: "What was gained in a year. Not advice on taxes.",
  interfaces: [LotAnswerInterface],
  fields: (t) => ({
    year: t.exposeInt("year", { description: "The year that was asked for." }),
    period: t.field({ type: LotYear, description: "Its first and last day.", resolve: ({ period }) => period }),
    disposalCount: t.int({ description: "How many disposals the year has.", resolve: ({ disposals }) => disposals.length }),
    disposals: t.field({
      type: [Disposal],
      args: partArguments,
      description: "Disposals of the year, by time, a part at a time.",
      resolve: ({ disposals }, part) => partOf(disposals, part)
    }),
    totals: t.field({ type: GainTotals, description: "Their sums.", resolve: ({ totals }) => totals }),
    complete: t.exposeBoolean("complete", {
      description: "No gain of the year is unknown, there is no gap, and every certificate proves its books."
    })
  })
})

const MethodTotals = builder.objectRef<MethodTotalsShape>("MethodTotals").implement({
  description: "What one method makes of a year.",
  fields: (t) => ({
    method: t.field({ type: GainMethod, description: "The method.", resolve: ({ method }) => method }),
    totals: t.field({ type: GainTotals, description: "The sums.", resolve: ({ totals }) => totals })
  })
})

export const MethodComparison = builder.objectRef<ComparisonShape>("MethodComparison").implement({
  description: "Several methods side by side. Which may be used is a matter of law, and mostly not chosen anew each year.",
  interfaces: [LotAnswerInterface],
  fields: (t) => ({
    year: t.exposeInt("year", { description: "The year that was asked for." }),
    period: t.field({ type: LotYear, description: "Its first and last day.", resolve: ({ period }) => period }),
    methods: t.field({ type: [MethodTotals], description: "One by one.", resolve: ({ methods }) => [...methods] })
  })
})

const OpenLot = builder.objectRef<OpenLotShape>("OpenLot").implement({
  description: "Units of one lot that are still there.",
  fields: (t) => ({
    lot: t.exposeString("lot", { nullable: true, description: "Id of the lot: of the event that brought it; null for a pool." }),
    account: t.exposeString("account", {
      nullable: true,
      description: "The account, `exchange:account`, where each has lots of its own; null where all are one stock."
    }),
    asset: t.field({ type: Asset, description: "The asset; its `code` is its symbol.", resolve: ({ asset }) => shown(asset) }),
    acquired: t.exposeString("acquired", { nullable: true, description: "Date on which the units were acquired; null when unknown." }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How many units are left." }),
    costBasis: t.expose("costBasis", { type: "Decimal", nullable: true, description: "What they cost, fees included; null when unknown." }),
    chosen: t.expose("chosen", {
      type: "Decimal",
      description: "How many units of it disposals took because you chose it; where it lies in several accounts, in all of them."
    }),
    transactions: t.field({ type: [Transaction], description: "The transactions that brought it.", resolve: rows }),
    opening: t.field({
      type: Opening,
      nullable: true,
      description: "Your word on what the account held, where that brought it.",
      resolve: ({ opening }) => opening
    })
  })
})

export const openLotListOf = (page: ItemPage<OpenLotShape> & { readonly count: number }) => ({ ...relayPage(page), totalCount: page.count })

const OpenLotEdge = builder.edgeObject({ type: OpenLot, name: "OpenLotEdge", description: "A lot and its place in the list." })

export const OpenLotList = builder.connectionObject<typeof OpenLot, ReturnType<typeof openLotListOf>>(
  {
    type: OpenLot,
    name: "OpenLotConnection",
    description: "A page of lots.",
    fields: (t) => ({ totalCount: t.exposeInt("totalCount", { description: "How many there are, on all pages." }) })
  },
  OpenLotEdge
)

export const OpenLots = builder.objectRef<OpenLotsShape>("OpenLots").implement({
  description: "The lots that are left.",
  interfaces: [LotAnswerInterface],
  fields: (t) => ({
    lotCount: t.int({ description: "How many lots are left.", resolve: ({ lots }) => lots.length }),
    lots: t.field({
      type: [OpenLot],
      args: partArguments,
      description: "By asset and account, oldest first, a part at a time.",
      resolve: ({ lots }, part) => partOf(lots, part)
    })
  })
})
