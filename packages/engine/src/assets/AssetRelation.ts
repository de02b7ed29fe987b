/** How one asset came from, stands for or wraps another. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import seeds from "./data/relations.json" with { type: "json" }
import sources from "./data/sources.json" with { type: "json" }

/**
 * `migrated`: holders swap the old token for the new one. `redenominated`: the same with another unit. `forked`: holders
 * of the old chain got the new one beside it. `receipt`: redeemable at its exchange. `wrapped`: has a price of its own.
 */
export type RelationKind = "migrated" | "redenominated" | "forked" | "receipt" | "wrapped"

export interface AssetRelation {
  readonly kind: RelationKind
  readonly from: string
  readonly to: string
  /** Exactly so many `to` for one `from`; `null` where there is no fixed ratio. */
  readonly ratio: DecimalText | null
  /** ISO 8601 date, as precise as it is known (`2018-07`); `null` where there is no date. */
  readonly date: string | null
  /** Title of where it was read. */
  readonly source: string
  /** The fact was read at its source; otherwise it is recalled and should be checked before money rests on it. */
  readonly checked: boolean
  /** The old asset has no life of its own any more: its rows are rows of the new one. Only ever with ratio 1. */
  readonly continues: boolean
}

export const relations: ReadonlyArray<AssetRelation> = seeds.map((seed) => ({
  ...seed,
  kind: seed.kind as RelationKind,
  source: sources[seed.source as keyof typeof sources].title,
  ratio: seed.ratio === null ? null : Decimal.make(seed.ratio),
  continues: "continues" in seed
}))
