import type { Book, Rest } from "./Book.ts"
import { scaled, tenTo } from "../number/Decimal.ts"
import { on } from "./dated.ts"
import { Inventory, type SavedInventory } from "./Inventory.ts"
import { accountOf, assetOf, keyOf } from "./InventoryKey.ts"
import type { Entry } from "./Entry.ts"
import type { Lots } from "./Lots.ts"
import { type LaidUnits, layIntoAccounts } from "./layIntoAccounts.ts"
import type { Scope } from "./Policy.ts"

/** A moment of all inventories, to go back to. */
export interface SavedInventories {
  readonly inventories: ReadonlyMap<number, SavedInventory>
  readonly held: ReadonlyMap<number, bigint>
  readonly scopes: ReadonlyMap<number, Scope> | null
  readonly last: ReadonlyMap<number, Entry>
}

/** A choice may be written with more digits than its asset has anywhere: rounded up, so that it is then too much. */
export const namedUnits = (text: string, scale: number): bigint => {
  const read = scaled(text)
  if (read.scale <= scale) return read.units * tenTo(scale - read.scale)
  const spare = tenTo(read.scale - scale)
  return (read.units + spare - 1n) / spare
}

/** The inventories of a book: one for each asset and, where the scope is the account, account. Scopes change by date. */
export class Inventories {
  readonly #book: Book
  readonly #lots: Lots
  readonly #scopeOn: (day: number) => Scope
  /** Null: the scope never changes. */
  #changing: Map<number, Scope> | null
  readonly #fixed: Scope
  #byKey = new Map<number, Inventory>()
  /** The one that was asked for last: mostly it is asked for again. */
  #recent: Inventory | undefined
  #recentKey = -1
  /** Units that each account holds, whatever the scope: only a change of scope asks. */
  #held = new Map<number, bigint>()
  /** The last entry of each asset, where scopes change. */
  #last = new Map<number, Entry>()

  constructor(book: Book, lots: Lots) {
    const { scope } = book.policy
    this.#book = book
    this.#lots = lots
    this.#scopeOn = on(scope)
    this.#changing = typeof scope === "string" ? null : new Map()
    this.#fixed = typeof scope === "string" ? scope : "global"
  }

  scopeOf(asset: number): Scope {
    return this.#changing === null ? this.#fixed : (this.#changing.get(asset) ?? this.#fixed)
  }

  of(asset: number, account: number): Inventory {
    const key = keyOf(asset, this.scopeOf(asset) === "account" ? account : 0)
    if (this.#recent !== undefined && this.#recentKey === key) return this.#recent
    let inventory = this.#byKey.get(key)
    if (inventory === undefined) this.#byKey.set(key, (inventory = new Inventory(this.#lots)))
    this.#recentKey = key
    this.#recent = inventory
    return inventory
  }

  hold(asset: number, account: number, units: bigint): void {
    if (this.#changing === null) return
    const key = keyOf(asset, account)
    this.#held.set(key, (this.#held.get(key) ?? 0n) + units)
  }

  letGo(asset: number, account: number, units: bigint): void {
    if (this.#changing !== null) this.hold(asset, account, -units)
  }

  /** Call before an asset is touched on a day. */
  begin(asset: number, day: number, entry: Entry): void {
    if (this.#changing === null) return
    this.#last.set(asset, entry)
    this.#change(asset, day, entry)
  }

  /** The book is read on a day: assets that nothing touched since their scope changed are laid too. */
  end(day: number): void {
    for (const [asset, entry] of this.#last) this.#change(asset, day, entry)
  }

  #change(asset: number, day: number, entry: Entry): void {
    if (this.#changing === null) return
    const scope = this.#scopeOn(day)
    const before = this.#changing.get(asset)
    if (scope === before) return
    this.#recent = undefined
    if (before === "global") this.#lay(asset, entry)
    else if (before === "account") this.#merge(asset)
    this.#changing.set(asset, scope)
  }

  #accounts(): ReadonlyArray<number> {
    const { accounts } = this.#book.ledger
    return accounts.map((_, account) => account).sort((a, b) => (accounts[a]! < accounts[b]! ? -1 : 1))
  }

  #chosen(asset: number): ReadonlyArray<LaidUnits> {
    const { accounts, assets, scales } = this.#book.ledger
    return this.#book.policy.layout
      .filter((row) => row.asset === assets[asset])
      .map(({ account, lot, quantity }) => ({ account: accounts.indexOf(account), lot, quantity: namedUnits(quantity, scales[asset]!) }))
  }

  #lay(asset: number, at: Entry): void {
    const global = this.#byKey.get(keyOf(asset, 0))
    this.#byKey.delete(keyOf(asset, 0))
    const laid = layIntoAccounts({
      lots: this.#lots,
      from: global ?? new Inventory(this.#lots),
      accounts: this.#accounts(),
      heldBy: (account) => this.#held.get(keyOf(asset, account)) ?? 0n,
      chosen: this.#chosen(asset),
      at,
      onMissing: (missing) => this.#book.findings.push({ entry: at, code: "SPECIFIC_LOT_UNAVAILABLE", asset, missing })
    })
    for (const [account, inventory] of laid) this.#byKey.set(keyOf(asset, account), inventory)
  }

  #merge(asset: number): void {
    const merged = new Inventory(this.#lots)
    for (const [key, inventory] of this.#byKey) {
      if (assetOf(key) !== asset) continue
      for (const lot of inventory.empty()) merged.add(lot)
      this.#byKey.delete(key)
    }
    this.#byKey.set(keyOf(asset, 0), merged)
  }

  /** `account` null: in all of them. */
  split(asset: number, account: number | null, units: bigint, per: bigint): void {
    const alone = account !== null && this.scopeOf(asset) === "account"
    for (const [key, inventory] of this.#byKey) {
      if (assetOf(key) !== asset) continue
      if (!alone || accountOf(key) === account) inventory.multiply(units, per)
    }
    for (const [key, held] of this.#held) {
      if (assetOf(key) !== asset) continue
      if (account === null || accountOf(key) === account) this.#held.set(key, (held * units) / per)
    }
  }

  /** What is left, by the scopes as they are. */
  rests(): ReadonlyArray<Rest> {
    const rests: Array<Rest> = []
    for (const [key, inventory] of this.#byKey) {
      const asset = assetOf(key)
      const account = this.scopeOf(asset) === "account" ? accountOf(key) : null
      const { pool } = inventory
      if (pool !== undefined && pool.quantity > 0n) rests.push({ asset, account, lot: null, quantity: pool.quantity, cost: pool.cost })
      if (inventory.isPooled) continue
      for (const lot of inventory.open())
        if (pool === undefined || lot.cost === null) rests.push({ asset, account, lot, quantity: lot.left, cost: lot.costLeft })
    }
    return rests
  }

  save(): SavedInventories {
    return {
      inventories: new Map([...this.#byKey].map(([key, inventory]) => [key, inventory.save()])),
      held: new Map(this.#held),
      scopes: this.#changing === null ? null : new Map(this.#changing),
      last: new Map(this.#last)
    }
  }

  restore({ inventories, held, scopes, last }: SavedInventories): void {
    this.#recent = undefined
    this.#byKey = new Map([...inventories].map(([key, saved]) => [key, Inventory.restored(saved, this.#lots)]))
    this.#held = new Map(held)
    this.#changing = scopes === null ? null : new Map(scopes)
    this.#last = new Map(last)
  }
}
