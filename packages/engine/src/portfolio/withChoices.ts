/** Lot events with the lots that their owner chose for them. Pure. */
import type { LotEvent } from "@caudal/accounting"
import { Instant } from "@caudal/exchange"
import type { LotChoice } from "./LotChoice.ts"

/** Whether lots may be chosen for it: units leave for something, by their owner's act. */
export const takesChoice = (event: LotEvent): boolean =>
  event.type === "sell" || event.type === "fee" || (event.type === "conversion" && event.trade === true)

/** The asset that a lot of this event is of; `null` where it brings none. */
export const lotAssetOf = (event: LotEvent): string | null => {
  switch (event.type) {
    case "buy":
    case "income":
    case "fork":
    case "opening":
      return event.asset
    case "conversion":
      return event.to.asset
    // units that nobody saw come in go on under the name of what moved them
    case "transfer":
      return event.asset
    default:
      return null
  }
}

/** A choice for what is not there, or takes none, changes nothing. */
export const withChoices = (events: ReadonlyArray<LotEvent>, choices: ReadonlyMap<string, LotChoice>): ReadonlyArray<LotEvent> =>
  choices.size === 0
    ? events
    : events.map((event): LotEvent => {
        const choice = choices.get(event.id)
        return choice === undefined || !takesChoice(event)
          ? event
          : ({ ...event, lots: choice.lots, identified: Instant.format(choice.identifiedAt) } as LotEvent)
      })
