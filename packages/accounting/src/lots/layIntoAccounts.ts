import { Inventory } from "./Inventory.ts"
import type { Entry } from "./Ledger.ts"
import { Lot } from "./Lot.ts"

/** Units of `lot` as a lot of their own in an account. */
const piece = (lot: Lot, quantity: bigint, account: number): Lot => {
  const cost = lot.take(quantity)
  return new Lot(lot.origin, lot.acquired, account, lot.sequence, quantity, cost, lot.keyCost, lot.keyQuantity)
}

/**
 * One inventory of all accounts becomes one for each: first every account takes what came in there and is still open,
 * as far as it holds that many units, oldest first; then the rest of what it holds comes from the oldest of the rest.
 * Quantity, basis and dates of all lots are kept. What an account holds without any lot gets one of unknown basis; lots
 * that no account holds stay where they came in.
 */
export const layIntoAccounts = (
  global: ReadonlyMap<number, Inventory>,
  held: ReadonlyMap<number, bigint>,
  width: number,
  at: Entry
): Map<number, Inventory> => {
  const laid = new Map<number, Inventory>()
  const into = (asset: number, lot: Lot): void => {
    const key = asset * width + lot.account
    const inventory = laid.get(key) ?? new Inventory()
    laid.set(key, inventory)
    inventory.add(lot)
  }
  for (const [key, inventory] of global) {
    const asset = Math.floor(key / width)
    const lots = inventory.empty()
    const wanting = Array.from({ length: width }, (_, account) => held.get(asset * width + account) ?? 0n)
    for (const lot of lots) {
      const wanted = wanting[lot.account]!
      const units = wanted < lot.left ? wanted : lot.left
      if (units <= 0n) continue
      wanting[lot.account]! -= units
      into(asset, piece(lot, units, lot.account))
    }
    let next = 0
    for (let account = 0; account < width; account++) {
      while (wanting[account]! > 0n && next < lots.length) {
        const lot = lots[next]!
        if (lot.left === 0n) {
          next++
          continue
        }
        const units = wanting[account]! < lot.left ? wanting[account]! : lot.left
        wanting[account]! -= units
        into(asset, piece(lot, units, account))
      }
      const missing = wanting[account]!
      if (missing > 0n) into(asset, new Lot(at, at.at, account, Number.MAX_SAFE_INTEGER, missing, null, 0n, missing))
    }
    for (const lot of lots) if (lot.left > 0n) into(asset, piece(lot, lot.left, lot.account))
  }
  return laid
}
