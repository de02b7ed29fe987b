import { Inventory } from "./Inventory.ts"
import type { Entry } from "./Entry.ts"
import type { Lot } from "./Lot.ts"
import type { Lots } from "./Lots.ts"

/** Units of a lot that somebody laid into an account. */
export interface LaidUnits {
  readonly account: number
  readonly lot: string
  readonly quantity: bigint
}

export interface LayingPlan {
  /** All of the book. */
  readonly lots: Lots
  /** The one inventory of an asset, which is emptied. */
  readonly from: Inventory
  /** Accounts in an order that does not depend on the order of the events. */
  readonly accounts: ReadonlyArray<number>
  /** Units that an account holds. */
  readonly heldBy: (account: number) => bigint
  /** Goes before every rule. */
  readonly chosen: ReadonlyArray<LaidUnits>
  /** Names lots of unknown basis. */
  readonly at: Entry
  /** What was chosen and is not there. */
  readonly onMissing: (missing: bigint) => void
}

/** Units of `lot` as a lot of their own in an account. */
const piece = (lots: Lots, lot: Lot, quantity: bigint, account: number): Lot => {
  const cost = lot.take(quantity)
  return lots.make(lot.origin, lot.acquired, account, lot.sequence, quantity, cost, lot.keyCost, lot.keyQuantity)
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/**
 * One inventory of all accounts becomes one for each: first what was chosen; then every account takes what came in there
 * and is still open, as far as it holds that many units, oldest first; then the rest of what it holds comes from the
 * oldest of the rest. Quantity, basis and dates of all lots are kept. What an account holds without any lot gets one of
 * unknown basis; lots that no account holds stay where they came in.
 */
export const layIntoAccounts = ({ lots, from, accounts, heldBy, chosen, at, onMissing }: LayingPlan): ReadonlyMap<number, Inventory> => {
  const laid = new Map<number, Inventory>()
  const into = (lot: Lot): void => {
    const inventory = laid.get(lot.account) ?? new Inventory(lots)
    laid.set(lot.account, inventory)
    inventory.add(lot)
  }
  const open = from.empty()
  const wanting = new Map(accounts.map((account) => [account, heldBy(account)]))
  const lay = (lot: Lot, most: bigint, account: number): bigint => {
    const units = least(least(most, lot.left), wanting.get(account) ?? 0n)
    if (units <= 0n) return 0n
    wanting.set(account, wanting.get(account)! - units)
    into(piece(lots, lot, units, account))
    return units
  }
  for (const { account, lot, quantity } of chosen) {
    let missing = quantity
    for (const each of open) if (each.origin.event.id === lot && missing > 0n) missing -= lay(each, missing, account)
    if (missing > 0n) onMissing(missing)
  }
  for (const lot of open) lay(lot, lot.left, lot.account)
  let next = 0
  for (const account of accounts) {
    while (wanting.get(account)! > 0n && next < open.length) {
      const lot = open[next]!
      if (lot.left === 0n) next++
      else lay(lot, lot.left, account)
    }
    const missing = wanting.get(account)!
    if (missing > 0n) into(lots.make(at, at.at, account, Number.MAX_SAFE_INTEGER, missing, null, 0n, missing))
  }
  for (const lot of open) if (lot.left > 0n) into(piece(lots, lot, lot.left, lot.account))
  return laid
}
