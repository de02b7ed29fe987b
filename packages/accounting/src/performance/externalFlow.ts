/** What an entry of a ledger moves, and which of it is money from outside. Money itself is not tracked. */
import type { Entry } from "../lots/Entry.ts"

export type Move = (asset: number, units: bigint) => void

/** Tells what an entry moves in or out of everything, or of one account; a split moves nothing of its own. */
export const move = (entry: Entry, account: number | null, into: Move): void => {
  const { event, asset, quantity } = entry
  const here = account === null || entry.account === account
  switch (event.type) {
    case "buy":
    case "income":
    case "fork":
    case "opening":
      if (here) into(asset, quantity)
      return
    case "sell":
    case "fee":
    case "gift_out":
      if (here) into(asset, -quantity)
      return
    case "conversion":
      if (!here) return
      into(asset, -quantity)
      into(entry.toAsset, entry.received)
      return
    case "transfer":
      if (here) into(asset, -quantity)
      if (account === null || entry.toAccount === account) into(asset, entry.received)
  }
}

/** Units whose value at the close is an entry's flow. */
export const unitsFlowing = ({ event, quantity, received, toAccount }: Entry, account: number | null): bigint => {
  // What pays for a transfer is a cost of the sender, no flow.
  if (event.type === "transfer") return toAccount === account ? received : -received
  return event.type === "sell" || event.type === "gift_out" ? -quantity : quantity
}

/** Where coins paid the fee of a trade they leave by an event of their own, at the time of the trade. */
const paymentOf = (entry: Entry, asset: string): string => `${entry.at.ms} ${asset}`

/** Fees of trades that coins paid: what each says of its own flow depends on them. */
export class Payments {
  readonly #entries: ReadonlyArray<Entry>
  #found: ReadonlySet<string> | undefined

  constructor(entries: ReadonlyArray<Entry>) {
    this.#entries = entries
  }

  /** Whether a fee in coins paid for a trade. Most ledgers never ask. */
  include(entry: Entry, asset: string): boolean {
    this.#found ??= new Set(
      this.#entries.flatMap((each) => ("fee" in each.event && each.event.fee !== undefined ? [paymentOf(each, each.event.fee.asset)] : []))
    )
    return this.#found.has(paymentOf(entry, asset))
  }
}

/** External money that an entry says of itself; `market`: its units at the day's close. */
export const flowOf = (entry: Entry, account: number | null, payments: Payments): bigint | "market" => {
  const { event, total, fee, toAccount } = entry
  if (event.type === "transfer")
    return account !== null && entry.account !== toAccount && (entry.account === account || toAccount === account) ? "market" : 0n
  if (account !== null && entry.account !== account) return 0n
  switch (event.type) {
    case "buy":
      return total === null ? "market" : total + (fee ?? 0n)
    case "opening":
    case "gift_out":
      // From outside or to it: at market value, whatever it cost.
      return "market"
    case "sell":
      return total === null ? "market" : (fee ?? 0n) - total
    case "fee":
      // The trade counts its fee as paid from outside: these coins paid it. A fee of no trade is a loss.
      return payments.include(entry, event.asset) ? -(total ?? 0n) : 0n
    default:
      // Income, forks and conversions are return, not flow; what was paid for them came from outside.
      return fee ?? 0n
  }
}
