/** What an owner says of prices: single ones, and files of them; and which sources there are. */
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { AssetNotFound } from "../assets/Assets.ts"
import type { OwnerId, OwnPriceId } from "../Ids.ts"
import type { RateKind } from "./HistoricPrice.ts"
import type { ImportFinding } from "./importFindings.ts"

/** One unit of an asset on one civil day, UTC: it wins over every source, for that day alone. */
export interface OwnPrice {
  readonly id: OwnPriceId
  /** Asset ids. */
  readonly asset: string
  readonly currency: string
  /** `2024-02-29`. */
  readonly day: string
  readonly amount: DecimalText
  readonly setAt: number
}

/** `ecb`: the layout of eurofxref-hist.csv. `rows`: columns `date,base,quote,rate`. */
export const importFormats = ["ecb", "rows"] as const
export type ImportFormat = (typeof importFormats)[number]

export interface PriceImport {
  /** What to call it: the same name again adds to it and replaces what it says of the same days. */
  readonly name: string
  readonly kind: RateKind
  readonly format: ImportFormat
  readonly text: string
  /** Imports in spite of what the checks find. */
  readonly force: boolean
}

export interface Imported {
  readonly name: string
  readonly prices: number
  /** First and last day, `2024-02-29`. */
  readonly from: string
  readonly to: string
  /** What the checks found; imported all the same, because it was forced. */
  readonly findings: ReadonlyArray<ImportFinding>
}

/** One series, for people who want to know what prices rest on. */
export interface PriceSource {
  /** As in the paths of prices. */
  readonly source: string
  /** Id of the exchange that it comes from. */
  readonly exchange: string | null
  /** The name that the owner gave it. */
  readonly imported: string | null
  readonly kind: RateKind
  readonly base: string
  readonly quote: string
  readonly spanMs: number
  readonly prices: number
  /** Where its first price begins, and where its last one ends. */
  readonly from: number | null
  readonly to: number | null
  /** Milliseconds that the owner's ledger needs, and how many of them have been asked for. */
  readonly neededMs: number
  readonly coveredMs: number
  /** Why the rest has not been read; `null` where it is read, or still being read. */
  readonly failure: string | null
}

export class MalformedPrice extends Schema.TaggedError<MalformedPrice>()("MalformedPrice", { reason: Schema.String }) {
  override get message() {
    return this.reason
  }
}
export class MalformedFile extends Schema.TaggedError<MalformedFile>()("MalformedFile", { line: Schema.Number, reason: Schema.String }) {
  override get message() {
    return `Line ${this.line}: ${this.reason}.`
  }
}
export class SuspectPrices extends Schema.TaggedError<SuspectPrices>()("SuspectPrices", {
  findings: Schema.Array(Schema.Unknown) as unknown as Schema.Codec<ReadonlyArray<ImportFinding>>
}) {
  override get message() {
    return `Nothing was imported: ${this.findings.map(({ evidence }) => evidence).join("; ")}.`
  }
}
export class OwnPriceNotFound extends Schema.TaggedError<OwnPriceNotFound>()("OwnPriceNotFound", {}) {
  override get message() {
    return "No such price."
  }
}
export class ImportNotFound extends Schema.TaggedError<ImportNotFound>()("ImportNotFound", { name: Schema.String }) {
  override get message() {
    return `Nothing was imported under the name ${this.name}.`
  }
}

export class OwnPrices extends Context.Service<
  OwnPrices,
  {
    readonly all: (owner: OwnerId) => Effect.Effect<ReadonlyArray<OwnPrice>>
    /** The same asset, currency and day again replaces. */
    readonly set: (owner: OwnerId, price: Omit<OwnPrice, "id" | "setAt">) => Effect.Effect<OwnPrice, AssetNotFound | MalformedPrice>
    /** What the sources say holds again at once. */
    readonly withdraw: (owner: OwnerId, id: OwnPriceId) => Effect.Effect<OwnPrice, OwnPriceNotFound>
    /** All of a file or nothing. */
    readonly importFile: (owner: OwnerId, file: PriceImport) => Effect.Effect<Imported, MalformedFile | SuspectPrices>
    /** Takes an import away, whole. */
    readonly removeImport: (owner: OwnerId, name: string) => Effect.Effect<void, ImportNotFound>
    readonly sources: (owner: OwnerId) => Effect.Effect<ReadonlyArray<PriceSource>>
  }
>()("@caudal/engine/prices/OwnPrices") {}
