/** Lots that an owner chose for a disposal. */
import type { DecimalText } from "@caudal/exchange"

/** Units of one lot. */
export interface ChosenLot {
  /** Id of the lot: of the event that brought it. It names rows of the exchange, so it outlives a new import. */
  readonly lot: string
  readonly quantity: DecimalText
}

/** One for each disposal of a portfolio; each change is another version of it. */
export interface LotChoice {
  /** Id of the disposal's event. */
  readonly disposal: string
  /** Asset id, and when it was disposed of, as it was when they were chosen: to name it, should its rows go. */
  readonly asset: string
  readonly disposedAt: number
  /** What they leave of the disposal goes first in, first out. */
  readonly lots: ReadonlyArray<ChosenLot>
  /** When the owner identified them, perhaps in books of their own; some laws want that not to be after the disposal. */
  readonly identifiedAt: number
  /** 1, or more when something else was chosen later, or it was taken back. */
  readonly version: number
  readonly chosenAt: number
  /** Taken back with this version: it counts for nothing. */
  readonly withdrawn: boolean
}

/** Lots that one choice names at most. */
export const mostChosenLots = 100

/**
 * - `stands`: the disposal is there, and so is every lot.
 * - `lot-gone`: nothing of that name brings units any more.
 * - `disposal-gone`: nothing of that name is disposed of any more; the choice changes no figure.
 */
export type LotChoiceState = "stands" | "lot-gone" | "disposal-gone"

export interface StandingChoice extends LotChoice {
  readonly state: LotChoiceState
}
