import { assetOf } from "../lots/InventoryKey.ts"
import type { Book, Flows } from "../lots/Book.ts"
import { emptyBook, type OpenBook } from "../lots/OpenBook.ts"
import { foldCanada } from "../lots/foldCanada.ts"
import type { Entry } from "../lots/Entry.ts"
import type { Ledger } from "../lots/Ledger.ts"
import { LotKeeper, type SavedKeeper } from "../lots/LotKeeper.ts"
import { matchUk } from "../lots/matchUk.ts"
import { MovementCollector } from "../lots/MovementCollector.ts"
import { apply } from "../lots/movements.ts"
import { isPoolMethod, type Policy } from "../lots/Policy.ts"
import { Sums } from "../lots/totals.ts"
import { heldByAsset, Realised, type Standing } from "../pnl/Standing.ts"
import type { DayOf } from "../time/Zone.ts"
import { onlyAssets } from "./onlyAssets.ts"

/** A moment of the fold, after so many entries. */
interface Checkpoint {
  readonly at: number
  readonly keeper: SavedKeeper
  readonly findings: number
  readonly incomes: number
  readonly flows: ReadonlyArray<readonly [number, Flows]>
  readonly sums: Sums
}

/** Days in the past of which it is kept how the book stood then. */
const mostEarlier = 4

/** An entry with its place among entries of one time. */
export interface Placed {
  /** Another one once it was read anew. */
  entry: Entry
  readonly order: number
}

const isBefore = (a: Placed, b: Placed): boolean => a.entry.at.ms < b.entry.at.ms || (a.entry.at.ms === b.entry.at.ms && a.order < b.order)

/**
 * The book of one asset (or of several that carry basis to each other), kept as events come: an entry at the end is
 * folded alone; an earlier one folds again from the nearest checkpoint before it. Methods that look ahead are matched
 * anew, this asset only.
 */
export class AssetFold {
  readonly placed: Array<Placed> = []
  readonly assets: Set<number>
  readonly #policy: Policy
  readonly #dayOf: DayOf
  readonly #ledger: Ledger
  #book: OpenBook
  #keeper: LotKeeper | null = null
  #sums = new Sums()
  /** Entries that are in the book. */
  #folded = 0
  /** Oldest first. */
  #checkpoints: Array<Checkpoint> = []
  /** How it stood at the end of days before the last entry's. */
  readonly #earlier = new Map<number, ReadonlyArray<Standing>>()
  /** Entries folded since the beginning: what changes cost. */
  work = 0

  readonly #spacing: number

  /** `ledger` has the names and scales of everything; its entries are not looked at. `spacing`: entries between two checkpoints, at least. */
  constructor(assets: Iterable<number>, ledger: Ledger, policy: Policy, dayOf: DayOf, spacing: number) {
    this.assets = new Set(assets)
    this.#policy = policy
    this.#dayOf = dayOf
    this.#ledger = ledger
    this.#spacing = spacing
    this.#book = this.#emptyBook()
  }

  #emptyBook(): OpenBook {
    return emptyBook(this.#ledger, this.#policy)
  }

  insert(placed: Placed): void {
    const { length } = this.placed
    let from = 0
    let until = length
    if (length === 0 || isBefore(this.placed[length - 1]!, placed)) from = length
    else
      while (from < until) {
        const middle = (from + until) >> 1
        if (isBefore(this.placed[middle]!, placed)) from = middle + 1
        else until = middle
      }
    if (from === length) this.placed.push(placed)
    else this.placed.splice(from, 0, placed)
    this.#forget(from)
    this.#forgetSince(placed)
  }

  remove(placed: Placed): void {
    let from = 0
    let until = this.placed.length
    while (from < until) {
      const middle = (from + until) >> 1
      if (isBefore(this.placed[middle]!, placed)) from = middle + 1
      else until = middle
    }
    this.placed.splice(from, 1)
    this.#forget(from)
    this.#forgetSince(placed)
  }

  /** Every entry was read anew. */
  reread(read: (entry: Entry) => Entry): void {
    for (const placed of this.placed) placed.entry = read(placed.entry)
    this.#forget(0)
    this.#earlier.clear()
  }

  #forgetSince({ entry }: Placed): void {
    if (this.#earlier.size === 0) return
    const since = this.#dayOf(entry.at)
    for (const day of this.#earlier.keys()) if (day >= since) this.#earlier.delete(day)
  }

  /** What was folded from that position on counts no more. */
  #forget(position: number): void {
    if (position >= this.#folded) return
    while ((this.#checkpoints.at(-1)?.at ?? 0) > position) this.#checkpoints.pop()
    const back = this.#checkpoints.at(-1)
    this.#folded = back?.at ?? 0
    if (back === undefined) {
      this.#keeper = null
      this.#book = this.#emptyBook()
      this.#sums = new Sums()
      return
    }
    this.#keeper!.restore(back.keeper)
    this.#book.findings.length = back.findings
    this.#book.incomes.length = back.incomes
    this.#book.flows.clear()
    for (const [key, flows] of back.flows) this.#book.flows.set(key, { ...flows })
    this.#sums = new Sums()
    this.#sums.addSums(back.sums)
  }

  #fold(): void {
    const { length } = this.placed
    if (this.#folded === length) return
    const { method } = this.#policy
    if (isPoolMethod(method)) {
      // What comes later may match what went before: all of it anew.
      this.#book = this.#emptyBook()
      const collector = new MovementCollector(this.#policy, this.#dayOf)
      const keeper = onlyAssets(collector, this.assets)
      for (const { entry } of this.placed) apply(entry, this.#book, keeper)
      if (method === "UK_S104") matchUk(collector.byAsset, this.#book)
      else foldCanada(collector.byAsset, this.#book)
      this.work += length
      this.#folded = length
      this.#sums = new Sums()
      this.#sums.addSales(this.#book, 0)
      return
    }
    const keeper = (this.#keeper ??= new LotKeeper(this.#book, method, this.#dayOf))
    const only = onlyAssets(keeper, this.assets)
    let summed = this.#book.sliced.length
    for (let at = this.#folded; at < length; at++) {
      if (this.#isCheckpoint(at, length)) {
        this.#sums.addSales(this.#book, summed)
        summed = this.#book.sliced.length
        this.#save(at, keeper)
      }
      const { entry } = this.placed[at]!
      keeper.begin(entry)
      apply(entry, this.#book, only)
      this.work++
    }
    this.#sums.addSales(this.#book, summed)
    this.#folded = length
  }

  /** Dense near the end, where most changes are, and ever wider apart before it: so there are few, whatever the length. */
  #isCheckpoint(at: number, end: number): boolean {
    if (at % this.#spacing !== 0 || at - (this.#checkpoints.at(-1)?.at ?? 0) < this.#spacing) return false
    const distance = Math.floor((end - at) / this.#spacing)
    return distance <= 1 || (Number.isInteger(Math.log2(distance)) && Math.log2(distance) % 2 === 0)
  }

  #save(at: number, keeper: LotKeeper): void {
    const { findings, incomes, flows } = this.#book
    const sums = new Sums()
    sums.addSums(this.#sums)
    const saved = [...flows].map(([key, each]) => [key, { ...each }] as const)
    this.#checkpoints.push({
      at,
      keeper: keeper.save(),
      findings: findings.length,
      incomes: incomes.length,
      flows: saved,
      sums
    })
    this.#thin(at)
  }

  /** Keeps those whose distance from here at least doubles, and the newest two. */
  #thin(at: number): void {
    const kept: Array<Checkpoint> = []
    for (const each of [...this.#checkpoints].reverse()) {
      const last = kept.at(-1)
      if (kept.length < 2 || at - each.at >= 2 * (at - last!.at)) kept.push(each)
    }
    this.#checkpoints = kept.reverse()
  }

  /** The book with what is left at the end of a day; good until the next change. */
  book(day: number): Book {
    this.#fold()
    const { flows, findings, sliced: _, left: __, ...book } = this.#book
    const own = (asset: number): boolean => this.assets.has(asset)
    const keeper = this.#keeper
    const closed = keeper === null ? { rests: book.rests, findings } : keeper.closed(day)
    return {
      ...book,
      rests: [...closed.rests],
      findings: closed.findings.filter(({ asset }) => own(asset)),
      // A swap stands in both assets' books.
      flows: new Map([...flows].filter(([key]) => own(assetOf(key))))
    }
  }

  /** Sums of the disposals, and the flows: without going over them again. */
  sums(): { readonly sums: Sums; readonly flows: ReadonlyArray<Flows> } {
    this.#fold()
    return { sums: this.#sums, flows: [...this.#book.flows].filter(([key]) => this.assets.has(assetOf(key))).map(([, flows]) => flows) }
  }

  /** The day of the last entry until the end of one; null: there is none. */
  lastDay(until: number): number | null {
    const count = this.#countUntil(until)
    return count === 0 ? null : this.#dayOf(this.placed[count - 1]!.entry.at)
  }

  #countUntil(day: number): number {
    let [from, until] = [0, this.placed.length]
    while (from < until) {
      const middle = (from + until) >> 1
      if (this.#dayOf(this.placed[middle]!.entry.at) <= day) from = middle + 1
      else until = middle
    }
    return from
  }

  /** What there is of each asset at the end of a day. A day in the past is folded from the beginning, once until something before its end changes. */
  standings(day: number): ReadonlyArray<Standing> {
    const count = this.#countUntil(day)
    if (count === this.placed.length) return this.#standings(day)
    const known = this.#earlier.get(day)
    if (known !== undefined) return known
    const then = new AssetFold(this.assets, this.#ledger, this.#policy, this.#dayOf, Number.POSITIVE_INFINITY)
    for (const each of this.placed.slice(0, count)) then.placed.push(each)
    const made = then.#standings(day)
    this.work += then.work
    if (this.#earlier.size === mostEarlier) this.#earlier.delete(this.#earlier.keys().next().value!)
    this.#earlier.set(day, made)
    return made
  }

  #standings(day: number): ReadonlyArray<Standing> {
    const { rests, flows } = this.book(day)
    const held = heldByAsset(rests)
    return Array.from(this.assets, (asset) => ({
      asset,
      realised: this.#sums.realised.get(asset) ?? new Realised(),
      held: held.get(asset) ?? null,
      flows: [...flows].filter(([key]) => assetOf(key) === asset).map(([, own]) => own)
    }))
  }
}
