import { scaled, tenTo } from "../number/Decimal.ts"
import type { DayOf } from "../time/Zone.ts"
import type { Book, Finding, Slice } from "./Book.ts"
import { on } from "./dated.ts"
import { Inventory } from "./Inventory.ts"
import type { Entry } from "./Ledger.ts"
import { Lot } from "./Lot.ts"
import type { Keeper } from "./movements.ts"
import type { LotMethod, Scope } from "./Policy.ts"
import { layIntoAccounts } from "./layIntoAccounts.ts"

const none: ReadonlyArray<Entry> = []

/** A choice may be written with more digits than its asset has anywhere: rounded up, so that it is then too much. */
const namedUnits = (text: string, scale: number): bigint => {
  const read = scaled(text)
  if (read.scale <= scale) return read.units * tenTo(scale - read.scale)
  const spare = tenTo(read.scale - scale)
  return (read.units + spare - 1n) / spare
}

/** Keeps lots in order of the events, by any method that does not look ahead. */
export class LotKeeper implements Keeper {
  readonly #book: Book
  readonly #methodOn: (day: number) => LotMethod
  readonly #scopeOn: (day: number) => Scope
  readonly #dayOf: DayOf
  /** By asset and, where the scope is the account, account. */
  #inventories = new Map<number, Inventory>()
  #scope: Scope
  #sequence = 0
  /** Units that each account holds of each asset, whatever the scope. */
  readonly #held = new Map<number, bigint>()
  /** Methods or scopes change by date. */
  readonly #changes: boolean
  readonly #width: number
  #method: LotMethod

  constructor(book: Book, method: Book["policy"]["method"], dayOf: DayOf) {
    this.#book = book
    this.#methodOn = on(method as Parameters<typeof on<LotMethod>>[0])
    this.#scopeOn = on(book.policy.scope)
    this.#dayOf = dayOf
    this.#width = Math.max(book.ledger.accounts.length, 1)
    this.#changes = typeof method !== "string" || typeof book.policy.scope !== "string"
    const first = book.ledger.entries[0]
    const day = first === undefined ? 0 : dayOf(first.at)
    this.#scope = this.#scopeOn(day)
    this.#method = this.#methodOn(day)
  }

  /** Call before each event: methods and scopes change by date. */
  begin(entry: Entry): void {
    if (!this.#changes) return
    const day = this.#dayOf(entry.at)
    this.#method = this.#methodOn(day)
    const scope = this.#scopeOn(day)
    if (scope === this.#scope) return
    this.#scope = scope
    this.#inventories = scope === "account" ? layIntoAccounts(this.#inventories, this.#held, this.#width, entry) : this.#merged()
  }

  #merged(): Map<number, Inventory> {
    const merged = new Map<number, Inventory>()
    for (const [key, inventory] of this.#inventories) {
      const asset = Math.floor(key / this.#width) * this.#width
      const target = merged.get(asset) ?? new Inventory()
      for (const lot of inventory.empty()) target.add(lot)
      merged.set(asset, target)
    }
    return merged
  }

  #inventory(asset: number, account: number): Inventory {
    const key = asset * this.#width + (this.#scope === "account" ? account : 0)
    let inventory = this.#inventories.get(key)
    if (inventory === undefined) this.#inventories.set(key, (inventory = new Inventory()))
    return inventory
  }

  #hold(asset: number, account: number, units: bigint): void {
    // Only a change of scope asks.
    if (!this.#changes) return
    const key = asset * this.#width + account
    this.#held.set(key, (this.#held.get(key) ?? 0n) + units)
  }

  #find(entry: Entry, code: Finding["code"], missing: bigint | null, asset = entry.asset): void {
    this.#book.findings.push({ entry, code, asset, missing })
  }

  #unitCost(entry: Entry, quantity: bigint, cost: bigint | null): readonly [cost: bigint, quantity: bigint] {
    if (this.#book.policy.hifoKey === "unitCost") return [cost ?? 0n, quantity]
    return entry.unitKey === null ? [entry.total ?? 0n, quantity] : [entry.unitKey, tenTo(this.#book.ledger.scales[entry.asset]!)]
  }

  acquire(entry: Entry, asset: number, quantity: bigint, cost: bigint | null): void {
    this.#hold(asset, entry.toAccount, quantity)
    const zero = cost === null && this.#book.policy.missingBasis === "zero"
    // Zero is a choice, so it is shown.
    if (zero) this.#find(entry, "MISSING_BASIS", quantity, asset)
    const known = zero ? 0n : cost
    const [keyCost, keyQuantity] = this.#unitCost(entry, quantity, known)
    const lot = new Lot(entry, entry.acquired, entry.toAccount, this.#sequence++, quantity, known, keyCost, keyQuantity)
    this.#inventory(asset, entry.toAccount).add(lot)
  }

  /** Takes units from the entry's account; null where the policy does not book what cannot be covered. */
  #take(entry: Entry, quantity: bigint): Array<Slice> | null {
    const { missingBasis } = this.#book.policy
    const inventory = this.#inventory(entry.asset, entry.account)
    const short = quantity > inventory.quantity ? quantity - inventory.quantity : 0n
    if (short > 0n && missingBasis === "error") {
      this.#find(entry, "INSUFFICIENT_LOTS", short)
      return null
    }
    const slices: Array<Slice> = []
    const named = this.#takeNamed(entry, quantity, inventory, slices)
    if (named === null) return null
    inventory.take(named === 0n ? quantity : quantity - named, this.#method, slices)
    let unknown = short
    for (const slice of slices) if (slice.cost === null) unknown += slice.quantity
    if (unknown > 0n) this.#find(entry, "MISSING_BASIS", unknown)
    return slices
  }

  /** Units taken from named lots; null where a named lot does not hold what is asked of it. */
  #takeNamed(entry: Entry, quantity: bigint, inventory: Inventory, slices: Array<Slice>): bigint | null {
    const { event } = entry
    if (this.#method !== "SPECIFIC" || !("lots" in event) || event.lots === undefined) return 0n
    const scale = this.#book.ledger.scales[entry.asset]!
    const wanted = new Map<string, bigint>()
    let sum = 0n
    for (const { lot, quantity: text } of event.lots) {
      const units = namedUnits(text, scale)
      wanted.set(lot, (wanted.get(lot) ?? 0n) + units)
      sum += units
    }
    for (const [id, units] of wanted) {
      const left = inventory.leftOf(id)
      if (left >= units) continue
      this.#find(entry, "SPECIFIC_LOT_UNAVAILABLE", units - left)
      return null
    }
    if (sum > quantity) {
      this.#find(entry, "SPECIFIC_LOT_UNAVAILABLE", sum - quantity)
      return null
    }
    for (const [id, units] of wanted) inventory.takeNamed(id, units, slices)
    return sum
  }

  dispose(entry: Entry, quantity: bigint, proceeds: bigint | null): void {
    this.#hold(entry.asset, entry.account, -quantity)
    const slices = this.#take(entry, quantity)
    if (slices === null) return
    let missing = quantity
    for (const slice of slices) missing -= slice.quantity
    if (missing > 0n) {
      const cost = this.#book.policy.missingBasis === "zero" ? 0n : null
      slices.push({ rule: "missing", lot: null, match: null, quantity: missing, cost })
    }
    this.#book.sales.push({ entry, further: none, asset: entry.asset, quantity, proceeds, slices, denied: 0n })
  }

  giveAway(entry: Entry): void {
    this.#hold(entry.asset, entry.account, -entry.quantity)
    for (const { cost } of this.#take(entry, entry.quantity) ?? []) this.#book.flows.givenAway += cost ?? 0n
  }

  transfer(entry: Entry, feeProceeds: bigint | null): void {
    this.#hold(entry.asset, entry.account, -entry.received)
    this.#hold(entry.asset, entry.toAccount, entry.received)
    if (this.#scope === "account" && entry.account !== entry.toAccount && entry.received > 0n) {
      // All or nothing: the fee's units must be there too.
      const inventory = this.#inventory(entry.asset, entry.account)
      if (this.#book.policy.missingBasis === "error" && inventory.quantity < entry.quantity) {
        this.#find(entry, "INSUFFICIENT_LOTS", entry.quantity - inventory.quantity)
        return
      }
      const slices = this.#take(entry, entry.received)
      if (slices !== null) this.#land(entry, slices, entry.asset, entry.received, entry.received, null)
    }
    if (entry.feeUnits > 0n) this.dispose(entry, entry.feeUnits, feeProceeds)
  }

  carry(entry: Entry): void {
    this.#hold(entry.asset, entry.account, -entry.quantity)
    this.#hold(entry.toAsset, entry.toAccount, entry.received)
    const inventory = this.#inventory(entry.asset, entry.account)
    const short = entry.quantity > inventory.quantity ? entry.quantity - inventory.quantity : 0n
    const slices: Array<Slice> = []
    inventory.take(entry.quantity - short, this.#method, slices)
    if (short > 0n) this.#find(entry, "MISSING_BASIS", short)
    this.#land(entry, slices, entry.toAsset, entry.quantity, entry.received, entry.receivedCost)
  }

  /**
   * Lays what was taken into the entry's target: `sent` units become `received`. Units without a lot arrive at their
   * share of the market value, where there is one, and else as the policy says.
   */
  #land(entry: Entry, slices: ReadonlyArray<Slice>, asset: number, sent: bigint, received: bigint, marketValue: bigint | null): void {
    const target = this.#inventory(asset, entry.toAccount)
    let done = 0n
    let landed = 0n
    const units = (quantity: bigint): bigint => {
      done += quantity
      const until = sent === received ? done : (received * done) / sent
      const share = until - landed
      landed = until
      return share
    }
    for (const { lot, quantity, cost } of slices) {
      if (lot === null) continue
      const share = units(quantity)
      // The key is a price of a unit: it follows the units where their number changes.
      const [keyCost, keyQuantity] =
        this.#book.policy.hifoKey === "unitCost" ? [cost ?? 0n, share] : [lot.keyCost * quantity, lot.keyQuantity * share]
      if (share > 0n) target.add(new Lot(lot.origin, lot.acquired, entry.toAccount, lot.sequence, share, cost, keyCost, keyQuantity))
      // Units that became nothing took their cost with them.
      else this.#book.flows.givenAway += cost ?? 0n
    }
    if (done === sent) return
    const missing = sent - done
    const cost = marketValue !== null ? (marketValue * missing) / sent : this.#book.policy.missingBasis === "zero" ? 0n : null
    this.#book.flows.acquired += cost ?? 0n
    const share = units(missing)
    target.add(new Lot(entry, entry.at, entry.toAccount, this.#sequence++, share, cost, cost ?? 0n, share))
  }

  split(entry: Entry, ratio: string): void {
    const { units, scale } = scaled(ratio)
    const alone = this.#scope === "account" && entry.event.account !== undefined
    for (const [key, inventory] of this.#inventories) {
      if (Math.floor(key / this.#width) !== entry.asset) continue
      if (!alone || key % this.#width === entry.account) inventory.multiply(units, tenTo(scale))
    }
    for (const [key, held] of this.#held) {
      if (Math.floor(key / this.#width) !== entry.asset) continue
      if (entry.event.account === undefined || key % this.#width === entry.account) this.#held.set(key, (held * units) / tenTo(scale))
    }
  }

  end(): void {
    for (const [key, inventory] of this.#inventories) {
      const asset = Math.floor(key / this.#width)
      const account = this.#scope === "account" ? key % this.#width : null
      const { pool } = inventory
      if (pool !== undefined && pool.quantity > 0n)
        this.#book.rests.push({ asset, account, lot: null, quantity: pool.quantity, cost: pool.cost })
      for (const lot of inventory.open()) {
        if (pool === undefined || lot.cost === null) this.#book.rests.push({ asset, account, lot, quantity: lot.left, cost: lot.costLeft })
      }
    }
  }
}
