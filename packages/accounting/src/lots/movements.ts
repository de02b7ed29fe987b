/** What an event does to the lots under a policy: the one place where fees, gifts and conversions are decided. */
import { type Book, flowsOf } from "./Book.ts"
import { costOf, unitsBoughtBy } from "./boughtBy.ts"
import type { Entry } from "./Entry.ts"
import type { LotEvent } from "./Event.ts"
import type { Policy } from "./Policy.ts"
import { proceedsOf, unitsSoldBy } from "./soldBy.ts"

/** Keeps lots by some method. Quantities are above zero; money null means unknown. */
export interface Keeper {
  /** Units come in, as {@link unitsBoughtBy} and {@link costOf} say. */
  readonly acquire: (entry: Entry, asset: number, quantity: bigint, cost: bigint | null) => void
  /** Units leave for what {@link proceedsOf} says. */
  readonly dispose: (entry: Entry, quantity: bigint) => void
  /** Own transfer: units, their basis and dates go from one account to another, and the fee's units leave. */
  readonly transfer: (entry: Entry) => void
  /** A wrap or rename: units become another asset's and keep basis and dates. */
  readonly carry: (entry: Entry) => void
  /** Units leave with their basis and without a gain. */
  readonly giveAway: (entry: Entry) => void
  readonly split: (entry: Entry, ratio: string) => void
}

const acquire = (entry: Entry, book: Book, keeper: Keeper): void => {
  const { policy } = book
  const flows = flowsOf(book, entry.asset, entry.account)
  const fee = entry.fee ?? 0n
  const capitalised = policy.acquisitionFee === "capitalise"
  if (!capitalised) flows.feesExpensed += fee
  const cost = costOf(entry, policy)
  if (entry.total === null) flows.unvalued++
  if (entry.event.type === "income") {
    flows.income += entry.total ?? 0n
    // What was paid to receive it came in beside its value.
    flows.acquired += capitalised && entry.total !== null ? fee : 0n
    book.incomes.push(entry)
  } else flows.acquired += cost ?? 0n
  const quantity = unitsBoughtBy(entry)
  if (quantity > 0n) keeper.acquire(entry, entry.asset, quantity, cost)
}

const sell = (entry: Entry, book: Book, keeper: Keeper): void => {
  const { policy } = book
  const flows = flowsOf(book, entry.asset, entry.account)
  if (policy.disposalFee === "expense") flows.feesExpensed += entry.fee ?? 0n
  if (entry.total === null) {
    flows.unvalued++
    book.findings.push({ entry, code: "MISSING_VALUE", asset: entry.asset, missing: null })
  }
  const quantity = unitsSoldBy(entry, policy)
  if (quantity > 0n) keeper.dispose(entry, quantity)
}

/** Whether an event turns one asset into another with its basis and dates. */
export const carries = (event: LotEvent, { conversion }: Pick<Policy, "conversion">): boolean =>
  event.type === "conversion" && event.trade !== true && conversion === "carryBasis"

/** Whether units leave with their basis and without a gain. */
export const leavesWithBasis = (event: LotEvent, { gifts }: Pick<Policy, "gifts">): boolean =>
  event.type === "gift_out" && (gifts === "noGain" || event.unexplained === true)

const convert = (entry: Entry, book: Book, keeper: Keeper): void => {
  if (carries(entry.event, book.policy)) {
    keeper.carry(entry)
    return
  }
  sell(entry, book, keeper)
  const quantity = unitsBoughtBy(entry)
  const cost = costOf(entry, book.policy)
  flowsOf(book, entry.toAsset, entry.account).acquired += cost ?? 0n
  if (quantity > 0n) keeper.acquire(entry, entry.toAsset, quantity, cost)
}

export const apply = (entry: Entry, book: Book, keeper: Keeper): void => {
  const { event } = entry
  switch (event.type) {
    case "buy":
    case "income":
    case "fork":
    case "opening":
      return acquire(entry, book, keeper)
    case "sell":
    case "fee":
      return sell(entry, book, keeper)
    case "gift_out":
      return leavesWithBasis(event, book.policy) ? keeper.giveAway(entry) : sell(entry, book, keeper)
    case "conversion":
      return convert(entry, book, keeper)
    case "transfer": {
      if (entry.feeUnits > 0n && proceedsOf(entry, book.policy) === null) {
        flowsOf(book, entry.asset, entry.account).unvalued++
        book.findings.push({ entry, code: "MISSING_VALUE", asset: entry.asset, missing: null })
      }
      return keeper.transfer(entry)
    }
    case "split":
      return keeper.split(entry, event.ratio)
  }
}
