import { scaled, tenTo } from "../number/Decimal.ts"
import type { DayOf } from "../time/Zone.ts"
import { type Finding, flowsOf, type Rest } from "./Book.ts"
import type { OpenBook } from "./OpenBook.ts"
import { on } from "./dated.ts"
import { Inventories, namedUnits, type SavedInventories } from "./Inventories.ts"
import type { Inventory } from "./Inventory.ts"
import type { Entry } from "./Entry.ts"
import type { Lots } from "./Lots.ts"
import type { Keeper } from "./movements.ts"
import type { LotMethod, Policy } from "./Policy.ts"
import type { SliceColumns } from "./SliceColumns.ts"
import { type Carried, Taken, type Takings } from "./Taken.ts"

/** A moment of a keeper, to go back to. */
export interface SavedKeeper {
  readonly inventories: SavedInventories
  readonly lots: number
  readonly slices: number
  readonly sales: number
}

const least = (...units: ReadonlyArray<bigint>): bigint => units.reduce((low, each) => (each < low ? each : low))

export type Watch = (entry: Entry, inventory: Inventory, method: LotMethod) => void

/** Keeps lots in order of the events, by any method that does not look ahead. */
export class LotKeeper implements Keeper {
  readonly #book: OpenBook
  readonly #methodOn: (day: number) => LotMethod
  readonly #dayOf: DayOf
  readonly #inventories: Inventories
  /** Of all sales. */
  readonly #slices: SliceColumns
  readonly #lots: Lots
  /** Methods or scopes change by date. */
  readonly #changes: boolean
  #method: LotMethod
  readonly #watch: Watch | null

  /** `watch` sees each inventory just before units are taken from it. */
  constructor(book: OpenBook, method: Policy["method"], dayOf: DayOf, watch: Watch | null = null) {
    this.#watch = watch
    this.#book = book
    this.#methodOn = on(method as Parameters<typeof on<LotMethod>>[0])
    this.#dayOf = dayOf
    this.#slices = book.sliced.slices
    this.#lots = this.#slices.lots
    this.#inventories = new Inventories(book, this.#lots)
    this.#changes = typeof method !== "string" || typeof book.policy.scope !== "string"
    this.#method = this.#methodOn(0)
  }

  /** Call before each event: methods and scopes change by date. */
  begin(entry: Entry): void {
    if (!this.#changes) return
    const day = this.#dayOf(entry.at)
    this.#method = this.#methodOn(day)
    this.#inventories.begin(entry.asset, day, entry)
    if (entry.toAsset >= 0) this.#inventories.begin(entry.toAsset, day, entry)
  }

  /** Writes down what is left on a day; nothing may be booked after it but from a {@link save | saved} moment. */
  end(day: number): void {
    this.#inventories.end(day)
    this.#book.left.close(this.#inventories)
  }

  /** What is left on a day and what there is to say of it, without ending anything. */
  closed(day: number): { readonly rests: ReadonlyArray<Rest>; readonly findings: ReadonlyArray<Finding> } {
    if (typeof this.#book.policy.scope === "string") return { rests: this.#inventories.rests(), findings: [...this.#book.findings] }
    const saved = this.save()
    const { length } = this.#book.findings
    this.#inventories.end(day)
    // A restored lot is what it was, so what is told of it is taken down first.
    const rests = this.#inventories.rests()
    const findings = [...this.#book.findings]
    this.#book.findings.length = length
    this.restore(saved)
    return { rests, findings }
  }

  save(): SavedKeeper {
    return {
      inventories: this.#inventories.save(),
      lots: this.#lots.length,
      slices: this.#slices.length,
      sales: this.#book.sliced.length
    }
  }

  restore({ inventories, lots, slices, sales }: SavedKeeper): void {
    this.#inventories.restore(inventories)
    this.#lots.truncate(lots)
    this.#slices.truncate(slices)
    this.#book.sliced.truncate(sales)
  }

  #inventory(asset: number, account: number): Inventory {
    return this.#inventories.of(asset, account)
  }

  #find(entry: Entry, code: Finding["code"], missing: bigint | null, asset = entry.asset): void {
    this.#book.findings.push({ entry, code, asset, missing })
  }

  acquire(entry: Entry, asset: number, quantity: bigint, cost: bigint | null): void {
    this.#inventories.hold(asset, entry.toAccount, quantity)
    const zero = cost === null && this.#book.policy.missingBasis === "zero"
    // Zero is a choice, so it is shown.
    if (zero) this.#find(entry, "MISSING_BASIS", quantity, asset)
    this.#inventory(asset, entry.toAccount).buy(this.#lots.buy(entry), quantity, zero ? 0n : cost)
  }

  /** Takes units from the entry's account and tells how many are missing; null where the policy does not book what cannot be covered. */
  #take(entry: Entry, quantity: bigint, takings: Takings): bigint | null {
    const { missingBasis } = this.#book.policy
    const inventory = this.#inventory(entry.asset, entry.account)
    const short = quantity > inventory.quantity ? quantity - inventory.quantity : 0n
    if (short > 0n && missingBasis === "error") {
      this.#find(entry, "INSUFFICIENT_LOTS", short)
      return null
    }
    const from = takings.length
    this.#watch?.(entry, inventory, this.#method)
    const named = this.#takeNamed(entry, quantity, inventory, takings)
    if (named === null) return null
    const missing = inventory.take(named === 0n ? quantity : quantity - named, this.#method, takings)
    const unknown = takings.unknownSince(from)
    if (short > 0n || unknown > 0n) this.#find(entry, "MISSING_BASIS", short + unknown)
    return missing
  }

  /** Units taken from named lots; null where one does not hold what is asked of it and such a sale is not booked. */
  #takeNamed(entry: Entry, quantity: bigint, inventory: Inventory, takings: Takings): bigint | null {
    const { event } = entry
    if (this.#method !== "SPECIFIC" || !("lots" in event) || event.lots === undefined) return 0n
    const scale = this.#book.ledger.scales[entry.asset]!
    const wanted = new Map<string, bigint>()
    for (const { lot, quantity: text } of event.lots) wanted.set(lot, (wanted.get(lot) ?? 0n) + namedUnits(text, scale))
    const found: Array<readonly [lot: string, units: bigint]> = []
    let taken = 0n
    let missing = 0n
    for (const [id, units] of wanted) {
      const there = least(units, inventory.leftOf(id), quantity - taken)
      missing += units - there
      taken += there
      found.push([id, there])
    }
    if (missing > 0n) this.#find(entry, "SPECIFIC_LOT_UNAVAILABLE", missing)
    if (missing > 0n && this.#book.policy.unavailableLot === "error") return null
    for (const [id, units] of found) inventory.takeNamed(id, units, takings)
    return taken
  }

  dispose(entry: Entry, quantity: bigint): void {
    this.#inventories.letGo(entry.asset, entry.account, quantity)
    const missing = this.#take(entry, quantity, this.#slices)
    if (missing === null) return
    if (missing > 0n) this.#slices.push("missing", null, missing, this.#book.policy.missingBasis === "zero" ? 0n : null)
    this.#book.sliced.push(entry)
  }

  giveAway(entry: Entry): void {
    this.#inventories.letGo(entry.asset, entry.account, entry.quantity)
    const flows = flowsOf(this.#book, entry.asset, entry.account)
    const taken = new Taken(this.#lots)
    this.#take(entry, entry.quantity, taken)
    for (const { cost } of taken.slices) flows.givenAway += cost ?? 0n
  }

  transfer(entry: Entry): void {
    this.#inventories.letGo(entry.asset, entry.account, entry.received)
    this.#inventories.hold(entry.asset, entry.toAccount, entry.received)
    if (this.#inventories.scopeOf(entry.asset) === "account" && entry.account !== entry.toAccount && entry.received > 0n) {
      // All or nothing: the fee's units must be there too.
      const inventory = this.#inventory(entry.asset, entry.account)
      if (this.#book.policy.missingBasis === "error" && inventory.quantity < entry.quantity) {
        this.#find(entry, "INSUFFICIENT_LOTS", entry.quantity - inventory.quantity)
        return
      }
      const taken = new Taken(this.#lots)
      if (this.#take(entry, entry.received, taken) !== null)
        this.#land(entry, taken.slices, entry.asset, entry.received, entry.received, null)
    }
    if (entry.feeUnits > 0n) this.dispose(entry, entry.feeUnits)
  }

  carry(entry: Entry): void {
    this.#inventories.letGo(entry.asset, entry.account, entry.quantity)
    this.#inventories.hold(entry.toAsset, entry.toAccount, entry.received)
    const inventory = this.#inventory(entry.asset, entry.account)
    const short = entry.quantity > inventory.quantity ? entry.quantity - inventory.quantity : 0n
    const taken = new Taken(this.#lots)
    inventory.take(entry.quantity - short, this.#method, taken)
    if (short > 0n) this.#find(entry, "MISSING_BASIS", short)
    this.#land(entry, taken.slices, entry.toAsset, entry.quantity, entry.received, entry.receivedCost)
  }

  /**
   * Lays what was taken into the entry's target: `sent` units become `received`. Units without a lot arrive at their
   * share of the market value, where there is one, and else as the policy says.
   */
  #land(entry: Entry, taken: ReadonlyArray<Carried>, asset: number, sent: bigint, received: bigint, marketValue: bigint | null): void {
    const target = this.#inventory(asset, entry.toAccount)
    const here = flowsOf(this.#book, entry.asset, entry.account)
    const there = flowsOf(this.#book, asset, entry.toAccount)
    let done = 0n
    let landed = 0n
    let carried = 0n
    const units = (quantity: bigint): bigint => {
      done += quantity
      const until = sent === received ? done : (received * done) / sent
      const share = until - landed
      landed = until
      return share
    }
    const account = entry.toAccount
    for (const { lot, quantity, cost: own } of taken) {
      const share = units(quantity)
      const cost = own === null ? null : own + carried
      // The key is a price of a unit: it follows the units where their number changes.
      const [keyCost, keyQuantity] =
        this.#book.policy.hifoKey === "unitCost" ? [cost ?? 0n, share] : [lot.keyCost * quantity, lot.keyQuantity * share]
      here.givenAway += own ?? 0n
      // Units too few to be one here leave their cost to the next.
      if (share === 0n) {
        carried = cost ?? carried
        continue
      }
      if (cost !== null) carried = 0n
      there.acquired += cost ?? 0n
      target.add(this.#lots.make(lot.origin, lot.acquired, account, lot.sequence, share, cost, keyCost, keyQuantity))
    }
    if (done === sent) return
    const missing = sent - done
    const worth = marketValue !== null ? (marketValue * missing) / sent : this.#book.policy.missingBasis === "zero" ? 0n : null
    const cost = worth === null ? null : worth + carried
    there.acquired += cost ?? 0n
    const share = units(missing)
    target.add(this.#lots.make(entry, entry.at, account, null, share, cost, cost ?? 0n, share))
  }

  split(entry: Entry, ratio: string): void {
    const { units, scale } = scaled(ratio)
    this.#inventories.split(entry.asset, entry.event.account === undefined ? null : entry.account, units, tenTo(scale))
  }
}
