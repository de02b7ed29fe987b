/** Which lots an owner says that a disposal takes: specific identification. Counts wherever the method is `SPECIFIC`. */
import { Context, type Effect, Schema } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import type { InvalidCursor, ItemPage, PageQuery, PortfolioNotFound } from "../ledger/Ledger.ts"
import type { OpenLot } from "./Gains.ts"
import type { ChosenLot, LotChoice, StandingChoice } from "./LotChoice.ts"
import type { LotSettings, SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"

export interface ChoicePage extends ItemPage<StandingChoice> {
  readonly count: number
}

export class DisposalNotFound extends Schema.TaggedError<DisposalNotFound>()("DisposalNotFound", {}) {
  override get message() {
    return "There is no such sale, swap or fee, so no lots can be chosen for it."
  }
}
export class LotNotFound extends Schema.TaggedError<LotNotFound>()("LotNotFound", { lot: Schema.String }) {
  override get message() {
    return `Nothing brought a lot of this name: ${this.lot}.`
  }
}
export class LotOfOtherAsset extends Schema.TaggedError<LotOfOtherAsset>()("LotOfOtherAsset", { lot: Schema.String }) {
  override get message() {
    return `This lot is of another asset than the disposal: ${this.lot}.`
  }
}
export class LotAcquiredLater extends Schema.TaggedError<LotAcquiredLater>()("LotAcquiredLater", { lot: Schema.String }) {
  override get message() {
    return `This lot came after the disposal: ${this.lot}.`
  }
}
export class LotHoldsLess extends Schema.TaggedError<LotHoldsLess>()("LotHoldsLess", { lot: Schema.String, left: Schema.String }) {
  override get message() {
    return `This lot had ${this.left} units for the disposal to take: ${this.lot}.`
  }
}
export class MoreThanDisposed extends Schema.TaggedError<MoreThanDisposed>()("MoreThanDisposed", { quantity: Schema.String }) {
  override get message() {
    return `More is chosen than was disposed of, which is ${this.quantity}.`
  }
}
export class IdentifiedInFuture extends Schema.TaggedError<IdentifiedInFuture>()("IdentifiedInFuture", {}) {
  override get message() {
    return "The instant at which the lots were identified has not come yet."
  }
}
export class LotChoiceNotFound extends Schema.TaggedError<LotChoiceNotFound>()("LotChoiceNotFound", {}) {
  override get message() {
    return "No lots are chosen for this disposal."
  }
}

export type ChoiceError =
  | PortfolioNotFound
  | DisposalNotFound
  | LotNotFound
  | LotOfOtherAsset
  | LotAcquiredLater
  | LotHoldsLess
  | MoreThanDisposed
  | IdentifiedInFuture

type Refused = UnknownTimeZone | SettingsRefused

/** The method is `SPECIFIC` where none is given. */
type Asked = LotSettings & { readonly disposal: string }

export class LotChoices extends Context.Service<
  LotChoices,
  {
    /**
     * Instead of what was chosen for the disposal before; the same lots again change nothing. `identifiedAt`: now where absent.
     * They are checked against the lots as they were just before the disposal, with every other choice.
     */
    readonly choose: (
      owner: OwnerId,
      portfolio: PortfolioId,
      choice: Asked & { readonly lots: ReadonlyArray<ChosenLot>; readonly identifiedAt: number | null }
    ) => Effect.Effect<StandingChoice, ChoiceError | Refused>
    /** As a version of its own; choosing again brings it back. */
    readonly withdraw: (
      owner: OwnerId,
      portfolio: PortfolioId,
      disposal: string
    ) => Effect.Effect<LotChoice, PortfolioNotFound | LotChoiceNotFound>
    /** Those that were not taken back, by the time of their disposals. */
    readonly list: (
      owner: OwnerId,
      portfolio: PortfolioId,
      query: LotSettings & PageQuery
    ) => Effect.Effect<ChoicePage, PortfolioNotFound | Refused | InvalidCursor>
    /** Lots that a disposal could take, as they were just before it; oldest first. */
    readonly available: (
      owner: OwnerId,
      portfolio: PortfolioId,
      query: Asked & PageQuery
    ) => Effect.Effect<ItemPage<OpenLot> & { readonly count: number }, PortfolioNotFound | DisposalNotFound | Refused | InvalidCursor>
  }
>()("@caudal/engine/portfolio/LotChoices") {}
