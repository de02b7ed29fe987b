import type { Rule } from "./Book.ts"
import type { Lot } from "./Lot.ts"
import { Pool, type SavedPool } from "./Pool.ts"
import type { Lots } from "./Lots.ts"
import { LotsByAge } from "./LotsByAge.ts"
import { LotsByCost } from "./LotsByCost.ts"
import { type OpenLot, type OpenLots, restoreOpen, type SavedOpenLot, saveOpen } from "./OpenLots.ts"
import type { LotMethod } from "./Policy.ts"
import type { Takings } from "./Taken.ts"

const rules: Readonly<Record<LotMethod, Rule>> = {
  FIFO: "fifo",
  LIFO: "lifo",
  HIFO: "hifo",
  LOFO: "lofo",
  AVERAGE: "average",
  // Units that nobody named go first in, first out.
  SPECIFIC: "fifo"
}

/** A moment of an inventory, to go back to. */
export interface SavedInventory {
  readonly unpooled: bigint
  readonly lots: ReadonlyArray<SavedOpenLot>
  readonly pool: SavedPool | undefined
}

/**
 * The open lots of one asset in one scope. Every method takes from the same lots, so that a book may change its method:
 * first and last by age, dearest and cheapest by cost, the average through a pool of the lots whose cost is known (their
 * dates still go first in, first out).
 */
export class Inventory {
  /** Units in open lots, but for those that the pool counts. */
  #unpooled = 0n
  readonly #made: Lots
  /** One of the two, by what the method wants. */
  #byAge: LotsByAge | null
  #byCost: LotsByCost | null = null
  #named: Map<string, Array<Lot>> | undefined
  #pool: Pool | undefined

  /** `made`: all of the book. */
  constructor(made: Lots, lots: ReadonlyArray<OpenLot> = []) {
    this.#made = made
    this.#byAge = new LotsByAge(made, lots)
  }

  /** Units in all open lots. */
  get quantity(): bigint {
    if (this.#pool === undefined) return this.#unpooled
    return this.#unpooled === 0n ? this.#pool.quantity : this.#unpooled + this.#pool.quantity
  }

  get #open(): OpenLots {
    return this.#byAge ?? this.#byCost!
  }

  save(): SavedInventory {
    return { unpooled: this.#unpooled, lots: this.#open.all().map(saveOpen), pool: this.#pool?.save() }
  }

  static restored({ unpooled, lots, pool }: SavedInventory, made: Lots): Inventory {
    const inventory = new Inventory(made, lots.map(restoreOpen))
    inventory.#unpooled = unpooled
    inventory.#pool = pool === undefined ? undefined : Pool.restored(pool)
    return inventory
  }

  #orderByAge(): LotsByAge {
    this.#byAge ??= new LotsByAge(this.#made, this.#byCost!.all())
    this.#byCost = null
    return this.#byAge
  }

  #orderByCost(order: LotsByCost["order"]): LotsByCost {
    if (this.#byCost?.order !== order) this.#byCost = new LotsByCost(this.#made, order, this.#open.all())
    this.#byAge = null
    this.#named = undefined
    return this.#byCost
  }

  /** As the method takes them. */
  #ordered(method: LotMethod): OpenLots {
    if (method === "HIFO") return this.#orderByCost("dearest")
    if (method === "LOFO") return this.#orderByCost("cheapest")
    const lots = this.#orderByAge()
    lots.end = method === "LIFO" ? "newest" : "oldest"
    return lots
  }

  /** Open lots by age, to be read. While costs are pooled, those of single lots mean nothing. */
  open(): ReadonlyArray<Lot> {
    const isPooled = this.#pool !== undefined
    return this.#open.all().map((lot) => (typeof lot === "number" ? this.#made.bought(lot, isPooled) : lot))
  }

  /** The same, to be changed. */
  #touchAll(): ReadonlyArray<Lot> {
    return this.#orderByAge().touchAll(this.#pool !== undefined)
  }

  /** Whether a pool counts all that there is. */
  get isPooled(): boolean {
    return this.#pool !== undefined && this.#unpooled === 0n
  }

  get pool(): Pool | undefined {
    return this.#pool
  }

  add(lot: Lot): void {
    this.#open.put(lot)
    if (this.#named !== undefined) this.#name(this.#named, lot)
    this.#count(lot.left, lot.costLeft)
  }

  /** Adds the lot of a place that was just bought: so many units at that cost (null: unknown). */
  buy(place: number, quantity: bigint, cost: bigint | null): void {
    if (this.#named === undefined) this.#open.put(place)
    else {
      const lot = this.#made.bought(place, this.#pool !== undefined)
      this.#open.put(lot)
      this.#name(this.#named, lot)
    }
    this.#count(quantity, cost)
  }

  #count(quantity: bigint, cost: bigint | null): void {
    if (this.#pool === undefined || cost === null) this.#unpooled += quantity
    else this.#pool.add(quantity, cost)
  }

  #name(named: Map<string, Array<Lot>>, lot: Lot): void {
    const id = lot.origin.event.id
    const same = named.get(id)
    if (same === undefined) named.set(id, [lot])
    else same.push(lot)
  }

  /** Units left in lots of that name. */
  leftOf(id: string): bigint {
    return this.#lotsNamed(id).reduce((sum, lot) => sum + lot.left, 0n)
  }

  #lotsNamed(id: string): ReadonlyArray<Lot> {
    if (this.#named === undefined) {
      this.#named = new Map()
      for (const lot of this.#touchAll()) this.#name(this.#named, lot)
    }
    return this.#named.get(id) ?? []
  }

  /** Takes what is wanted from a lot, or what it has; gives what is still wanted then. */
  #slice(lot: Lot, wanted: bigint, rule: Rule, takings: Takings): bigint {
    const { left } = lot
    const isAll = left <= wanted
    const quantity = isAll ? left : wanted
    let cost: bigint | null
    if (this.#pool === undefined || lot.cost === null) cost = lot.take(quantity)
    else {
      // Its own cost means nothing until the pool hands it back.
      lot.left = isAll ? 0n : left - quantity
      cost = this.#pool.take(quantity)
    }
    takings.push(rule, lot, quantity, cost)
    if (!isAll) return 0n
    this.#byAge?.usedUp()
    return wanted - left
  }

  /** Takes from the lots of that name, which must hold enough. */
  takeNamed(id: string, quantity: bigint, takings: Takings): void {
    this.#unpool()
    let wanted = quantity
    for (const lot of this.#lotsNamed(id)) {
      if (wanted === 0n) break
      if (lot.left > 0n) wanted = this.#slice(lot, wanted, "named", takings)
    }
    this.#unpooled -= quantity - wanted
  }

  /** Costs are those of a pool under one method, those of single lots under the others. */
  prepare(method: LotMethod): void {
    if (method === "AVERAGE") this.#makePool()
    else this.#unpool()
  }

  /** Takes up to `quantity` units in the order of the method, and tells how many are missing. */
  take(quantity: bigint, method: LotMethod, takings: Takings): bigint {
    let wanted = quantity
    this.prepare(method)
    const pool = this.#pool
    const pooled = pool?.quantity
    const rule = rules[method]
    const open = this.#ordered(method)
    while (wanted > 0n) {
      const next = open.next()
      if (next === undefined) break
      wanted = typeof next === "number" ? this.#sliceUntouched(next, open, wanted, rule, takings) : this.#slice(next, wanted, rule, takings)
    }
    if (this.#unpooled > 0n) {
      const taken = wanted === 0n ? quantity : quantity - wanted
      this.#unpooled -= pool === undefined ? taken : taken - (pooled! - pool.quantity)
    }
    return wanted
  }

  /** Most lots go as a whole, and no lot is made of them. */
  #sliceUntouched(place: number, open: OpenLots, wanted: bigint, rule: Rule, takings: Takings): bigint {
    const units = this.#made.unitsOf(place)
    if (units > wanted) return this.#slice(open.touch(this.#pool !== undefined), wanted, rule, takings)
    open.drop()
    const cost = this.#pool !== undefined && this.#made.hasCost(place) ? this.#pool.take(units) : this.#made.costOf(place)
    takings.push(rule, place, units, cost)
    return wanted - units
  }

  #makePool(): void {
    if (this.#pool !== undefined) return
    const pool = new Pool()
    // Until it is there lots have a cost of their own.
    for (const lot of this.open()) if (lot.cost !== null) pool.add(lot.left, lot.costLeft!)
    this.#pool = pool
    this.#unpooled -= pool.quantity
  }

  /** Ends the pool: each lot leaves with the average cost of its units. */
  #unpool(): void {
    const pool = this.#pool
    if (pool === undefined) return
    const open = this.#touchAll()
    this.#pool = undefined
    this.#unpooled += pool.quantity
    for (const lot of open) if (lot.cost !== null) lot.reprice(pool.take(lot.left))
  }

  multiply(numerator: bigint, denominator: bigint): void {
    this.#unpooled = (this.#unpooled * numerator) / denominator
    this.#pool?.multiply(numerator, denominator)
    // By age: by cost, lots before a split and lots after it may change places.
    for (const lot of this.#touchAll()) lot.multiply(numerator, denominator)
  }

  /** Takes every open lot out, oldest first, at its cost. */
  empty(): ReadonlyArray<Lot> {
    this.#unpool()
    const open = this.#touchAll()
    this.#unpooled = 0n
    this.#byAge = new LotsByAge(this.#made, [])
    this.#named = undefined
    return open
  }
}
