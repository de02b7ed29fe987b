import type { Rule } from "./Book.ts"
import { CostHeap } from "./CostHeap.ts"
import { type Age, byAge, type Lot, type SavedLot } from "./Lot.ts"
import { Pool, type SavedPool } from "./Pool.ts"
import type { Lots } from "./Lots.ts"
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

const isOpen = (lot: Lot | number): boolean => typeof lot === "number" || lot.left > 0n

/** A moment of an inventory, to go back to. */
export interface SavedInventory {
  readonly unpooled: bigint
  readonly lots: ReadonlyArray<SavedLot>
  readonly pool: SavedPool | undefined
}

/**
 * The open lots of one asset in one scope, by age. Every method takes from the same lots, so that a book may change its
 * method: first and last by position, by cost through a heap that is made when first asked for, the average through a
 * pool of the lots whose cost is known (their dates still go first in, first out).
 *
 * Until something is taken from a purchase only its place stands here, unless lots are asked for by cost or name: most of
 * a long history's lots are never looked at before that, and objects that live long are what the collector spends its time on.
 */
export class Inventory {
  /** Units in open lots, but for those that the pool counts. */
  #unpooled = 0n
  readonly #all: Lots
  #lots: Array<Lot | number> = []
  #head = 0
  /** Lots from the head on without units left, about. */
  #usedUp = 0
  #heaps: { HIFO?: CostHeap; LOFO?: CostHeap } = {}
  #named: Map<string, Array<Lot>> | undefined
  #pool: Pool | undefined

  /** `all`: those of the book. */
  constructor(all: Lots) {
    this.#all = all
  }

  /** Units in all open lots. */
  get quantity(): bigint {
    if (this.#pool === undefined) return this.#unpooled
    return this.#unpooled === 0n ? this.#pool.quantity : this.#unpooled + this.#pool.quantity
  }

  save(): SavedInventory {
    return { unpooled: this.#unpooled, lots: this.open().map((lot) => lot.save()), pool: this.#pool?.save() }
  }

  /** The lots themselves go back to what they were: nothing may rest on what they have become since. */
  static restored({ unpooled, lots, pool }: SavedInventory, all: Lots): Inventory {
    const inventory = new Inventory(all)
    inventory.#unpooled = unpooled
    inventory.#lots = lots.map((saved) => saved.lot.restore(saved))
    inventory.#pool = pool === undefined ? undefined : Pool.restored(pool)
    return inventory
  }

  /** Open lots by age. While costs are pooled, those of single lots mean nothing. */
  open(): ReadonlyArray<Lot> {
    const open: Array<Lot> = []
    for (let at = this.#head; at < this.#lots.length; at++) {
      const lot = this.#lotAt(at)
      if (isOpen(lot)) open.push(lot)
    }
    return open
  }

  #lotAt(at: number): Lot {
    const lot = this.#lots[at]!
    return typeof lot === "number" ? (this.#lots[at] = this.#all.bought(lot, this.#pool !== undefined)) : lot
  }

  /** Whether a pool counts all that there is. */
  get isPooled(): boolean {
    return this.#pool !== undefined && this.#unpooled === 0n
  }

  get pool(): Pool | undefined {
    return this.#pool
  }

  add(lot: Lot): void {
    this.#insert(lot, lot)
    this.#heaps.HIFO?.push(lot)
    this.#heaps.LOFO?.push(lot)
    if (this.#named !== undefined) this.#name(this.#named, lot)
    this.#count(lot.left, lot.costLeft)
  }

  /** Adds the lot of a place that was just bought: so many units at that cost (null: unknown). */
  buy(place: number, quantity: bigint, cost: bigint | null): void {
    if (this.#heaps.HIFO !== undefined || this.#heaps.LOFO !== undefined || this.#named !== undefined) {
      this.add(this.#all.bought(place))
      return
    }
    this.#insert(place, this.#all.ageOf(place))
    this.#count(quantity, cost)
  }

  #insert(lot: Lot | number, age: Age): void {
    this.#dropUsedUp()
    const lots = this.#lots
    const last = lots.length - 1
    if (last < this.#head || byAge(this.#ageAt(last), age) <= 0) {
      lots.push(lot)
      return
    }
    // A lot that was acquired earlier than it came here.
    let from = this.#head
    let until = last
    while (from < until) {
      const middle = (from + until) >> 1
      if (byAge(this.#ageAt(middle), age) <= 0) from = middle + 1
      else until = middle
    }
    lots.splice(from, 0, lot)
  }

  #ageAt(at: number): Age {
    const lot = this.#lots[at]!
    return typeof lot === "number" ? this.#all.ageOf(lot) : lot
  }

  #count(quantity: bigint, cost: bigint | null): void {
    if (this.#pool === undefined || cost === null) this.#unpooled += quantity
    else this.#pool.add(quantity, cost)
  }

  /** Once they are the most. */
  #dropUsedUp(): void {
    const { length } = this.#lots
    const head = this.#head
    if (head > 1024 && 2 * head > length) this.#lots = this.#lots.slice(head)
    else if (this.#usedUp > 1024 && 2 * this.#usedUp > length) {
      this.#lots = this.#lots.slice(head).filter(isOpen)
      this.#usedUp = 0
    } else return
    this.#head = 0
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
      for (const lot of this.open()) this.#name(this.#named, lot)
    }
    return this.#named.get(id) ?? []
  }

  /** Takes what is wanted from the next lot by age, which is only a place, or what it has; gives what is still wanted then. */
  #sliceUntouched(place: number, wanted: bigint, method: LotMethod, takings: Takings): bigint {
    const units = this.#all.unitsOf(place)
    const isLast = method === "LIFO"
    if (units > wanted) return this.#slice(this.#lotAt(isLast ? this.#lots.length - 1 : this.#head), wanted, rules[method], takings)
    if (isLast) this.#lots.pop()
    else this.#head++
    const cost = this.#pool !== undefined && this.#all.hasCost(place) ? this.#pool.take(units) : this.#all.costOf(place)
    takings.push(rules[method], place, units, cost)
    return wanted - units
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
    this.#usedUp++
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
    while (wanted > 0n) {
      const lot = this.#next(method)
      if (lot === undefined) break
      wanted = typeof lot === "number" ? this.#sliceUntouched(lot, wanted, method, takings) : this.#slice(lot, wanted, rule, takings)
    }
    if (this.#unpooled > 0n) {
      const taken = wanted === 0n ? quantity : quantity - wanted
      this.#unpooled -= pool === undefined ? taken : taken - (pooled! - pool.quantity)
    }
    return wanted
  }

  /** A place: of a lot by age that nothing was taken from. */
  #next(method: LotMethod): Lot | number | undefined {
    const lots = this.#lots
    if (method === "HIFO" || method === "LOFO") return this.#heap(method).top()
    if (method === "LIFO") {
      for (; lots.length > this.#head; lots.pop(), this.#usedUp--) {
        const lot = lots[lots.length - 1]!
        if (isOpen(lot)) return lot
      }
      return undefined
    }
    for (; this.#head < lots.length; this.#usedUp--) {
      const lot = lots[this.#head]!
      if (typeof lot === "number" || lot.left > 0n) return lot
      // Let go of: what an old array holds lives as long as it.
      lots[this.#head++] = lot.place
    }
    return undefined
  }

  #heap(order: "HIFO" | "LOFO"): CostHeap {
    const known = this.#heaps[order]
    if (known !== undefined) return known
    const heap = new CostHeap(order === "HIFO" ? "dearest" : "cheapest")
    for (const lot of this.open()) heap.push(lot)
    this.#heaps[order] = heap
    return heap
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
    const open = this.open()
    this.#pool = undefined
    this.#unpooled += pool.quantity
    for (const lot of open) if (lot.cost !== null) lot.reprice(pool.take(lot.left))
    this.#heaps = {}
  }

  multiply(numerator: bigint, denominator: bigint): void {
    this.#unpooled = (this.#unpooled * numerator) / denominator
    this.#pool?.multiply(numerator, denominator)
    for (let at = this.#head; at < this.#lots.length; at++) this.#lotAt(at).multiply(numerator, denominator)
    // Lots before a split and lots after it may change places.
    this.#heaps = {}
  }

  /** Takes every open lot out, oldest first, at its cost. */
  empty(): ReadonlyArray<Lot> {
    this.#unpool()
    const open = this.open()
    this.#unpooled = 0n
    this.#lots = []
    this.#head = 0
    this.#usedUp = 0
    this.#heaps = {}
    this.#named = undefined
    return open
  }
}
