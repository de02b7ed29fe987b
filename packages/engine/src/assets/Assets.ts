/** Which asset a printed code is, and the owner's word on it. */
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { AssetCorrectionId, OwnerId } from "../Ids.ts"
import type { AssetKind, KnownAsset } from "./Asset.ts"
import type { AssetRelation } from "./AssetRelation.ts"
import type { Meanings, Resolve } from "./resolve.ts"

/** An asset that only its owner knows by name. */
export interface OwnAsset {
  readonly symbol: string
  readonly name: string
  readonly kind: AssetKind
}

/** The owner's word on a code: it wins over every rule, for the past as well, because nothing derived is stored. */
export interface AssetCorrection {
  readonly id: AssetCorrectionId
  readonly exchange: string
  readonly code: string
  /** Half-open, epoch milliseconds; `null`: open on that side. */
  readonly from: number | null
  readonly to: number | null
  readonly asset: KnownAsset
  readonly correctedAt: number
}

export interface NewCorrection {
  readonly exchange: string
  readonly code: string
  readonly from: number | null
  readonly to: number | null
  /** Id of a known asset, or one that the owner names. */
  readonly asset: string | OwnAsset
}

/** A relation between assets that are known. */
export interface KnownRelation extends Omit<AssetRelation, "from" | "to"> {
  readonly from: KnownAsset
  readonly to: KnownAsset
}

export class AssetNotFound extends Schema.TaggedError<AssetNotFound>()("AssetNotFound", { asset: Schema.String }) {
  override get message() {
    return `No asset is known by the id ${this.asset}.`
  }
}
export class EmptyInterval extends Schema.TaggedError<EmptyInterval>()("EmptyInterval", {}) {
  override get message() {
    return "The interval is empty: `from` must be before `to`."
  }
}
export class CorrectionOverlaps extends Schema.TaggedError<CorrectionOverlaps>()("CorrectionOverlaps", {
  correction: Schema.Number
}) {
  override get message() {
    return "Another correction of this code holds in a part of this interval."
  }
}
export class CorrectionNotFound extends Schema.TaggedError<CorrectionNotFound>()("CorrectionNotFound", {}) {
  override get message() {
    return "No such correction."
  }
}

export class Assets extends Context.Service<
  Assets,
  {
    /** The rules and the owner's corrections as they are now. For one answer: ask again for the next. */
    readonly resolver: (owner: OwnerId) => Effect.Effect<Resolve>
    /** The same, for all times at once. */
    readonly meanings: (owner: OwnerId) => Effect.Effect<Meanings>
    /** Everything known by name, the owner's own assets included, by symbol. */
    readonly known: (owner: OwnerId) => Effect.Effect<ReadonlyArray<KnownAsset>>
    readonly relations: ReadonlyArray<KnownRelation>
    readonly corrections: (owner: OwnerId) => Effect.Effect<ReadonlyArray<AssetCorrection>>
    readonly correction: (owner: OwnerId, id: AssetCorrectionId) => Effect.Effect<AssetCorrection, CorrectionNotFound>
    /** The same code and interval again replaces; another interval that overlaps is refused. */
    readonly correct: (
      owner: OwnerId,
      correction: NewCorrection
    ) => Effect.Effect<AssetCorrection, AssetNotFound | EmptyInterval | CorrectionOverlaps>
    /** What the rules say holds again at once. */
    readonly remove: (owner: OwnerId, id: AssetCorrectionId) => Effect.Effect<void, CorrectionNotFound>
  }
>()("@caudal/engine/assets/Assets") {}
