import type { Book, Flows } from "../lots/Book.ts"
import { emptyBook } from "../lots/OpenBook.ts"
import { Entries } from "../lots/Entries.ts"
import type { LotEvent } from "../lots/Event.ts"
import { inOrder } from "../lots/inOrder.ts"
import { readPolicy } from "../lots/keepBook.ts"
import { carries } from "../lots/movements.ts"
import type { Ledger } from "../lots/Ledger.ts"
import type { Policy } from "../lots/Policy.ts"
import { type Balance, balances } from "../lots/balances.ts"
import { shownTotals, Sums, type Totals } from "../lots/totals.ts"
import { pnlOf, type PriceOf, type ProfitAndLoss } from "../pnl/profitAndLoss.ts"
import type { DayOf } from "../time/Zone.ts"
import { AssetFold, type Placed } from "./AssetFold.ts"

/** Assets whose numbers have to be read anew. */
class Stale {
  #all = false
  readonly #assets = new Set<number>()

  add(changed: ReadonlyArray<number> | "all"): void {
    if (changed === "all") this.#all = true
    else for (const asset of changed) this.#assets.add(asset)
  }

  get isEmpty(): boolean {
    return !this.#all && this.#assets.size === 0
  }

  has(asset: number): boolean {
    return this.#all || this.#assets.has(asset)
  }
}

/**
 * A book that lives as long as its owner: events come, are corrected and go, and only what depends on them is folded
 * again. At any time it says the same as {@link keepBook} of {@link events}.
 *
 * Nothing is folded before something is read. A change of the digits that quantities or money need reads everything of
 * that asset (or everything) anew. What `put`, `remove` or `replace` throws (a `RangeError` for text that is no decimal or time) it
 * throws before anything changed.
 */
export class LiveBook {
  readonly #policy: Policy
  readonly #dayOf: DayOf
  readonly #spacing: number
  readonly #entries: Entries
  readonly #ledger: Ledger
  /** The same ones that stand in the folds: of each event there is one. */
  readonly #known = new Map<string, Placed>()
  readonly #folds = new Map<number, AssetFold>()
  #order = 0

  /** `spacing`: events between two checkpoints. Throws a `PolicyError` for a policy that does not go together. */
  constructor(chosen: Partial<Policy> = {}, events: Iterable<LotEvent> = [], spacing = 1024) {
    this.#spacing = spacing
    const { policy, dayOf } = readPolicy(chosen)
    this.#policy = policy
    this.#dayOf = dayOf
    this.#entries = new Entries(policy.assetAliases)
    const entries = this.#entries
    this.#ledger = {
      entries: [],
      assets: entries.assets.list,
      accounts: entries.accounts.list,
      scales: entries.scales,
      get moneyScale() {
        return entries.moneyScale
      }
    }
    this.put(events)
  }

  /** Adds events, or puts them in the place of those of the same id. Of one time, earlier comers go first. */
  put(events: Iterable<LotEvent>): void {
    this.replace([], events)
  }

  /** Takes events out; ids that are not there are passed over. */
  remove(ids: Iterable<string>): void {
    this.replace(ids, [])
  }

  /** Takes events out and adds others, as one change: what was taken out and is added again comes last of its time. */
  replace(ids: Iterable<string>, events: Iterable<LotEvent>): void {
    const byId = new Map([...events].map((event) => [event.id, event]))
    // Whatever cannot be read is refused as a whole, before anything changes.
    const trial = new Entries(this.#policy.assetAliases)
    for (const event of byId.values()) {
      trial.count(event, 1)
      trial.read(event)
    }
    const stale = new Stale()
    for (const id of ids) {
      const known = this.#known.get(id)
      if (known === undefined) continue
      this.#take(known, stale)
      this.#known.delete(id)
    }
    const fresh = [...byId.values()].map((event) => {
      const before = this.#known.get(event.id)
      if (before !== undefined) this.#take(before, stale)
      stale.add(this.#entries.count(event, 1))
      return { event, order: before?.order ?? this.#order++ }
    })
    this.#refresh(stale)
    for (const { event, order } of fresh) {
      const placed: Placed = { entry: this.#entries.read(event), order }
      this.#known.set(event.id, placed)
      this.#lay(placed)
    }
  }

  #foldOf(asset: number): AssetFold {
    let fold = this.#folds.get(asset)
    if (fold === undefined) this.#folds.set(asset, (fold = new AssetFold([asset], this.#ledger, this.#policy, this.#dayOf, this.#spacing)))
    return fold
  }

  /** Of one asset, or of the two of a conversion. */
  #foldsOf({ entry: { asset, toAsset } }: Placed): ReadonlySet<AssetFold> {
    return new Set(toAsset < 0 ? [this.#foldOf(asset)] : [this.#foldOf(asset), this.#foldOf(toAsset)])
  }

  #lay(placed: Placed): void {
    const { event, asset, toAsset } = placed.entry
    if (carries(event, this.#policy)) this.#join([asset, toAsset])
    for (const fold of this.#foldsOf(placed)) fold.insert(placed)
  }

  #take(placed: Placed, stale: Stale): void {
    for (const fold of this.#foldsOf(placed)) fold.remove(placed)
    stale.add(this.#entries.count(placed.entry.event, -1))
  }

  /** Basis goes from one asset to another: from now on they have one book. */
  #join(assets: ReadonlyArray<number>): void {
    const [first, ...others] = new Set(assets.map((asset) => this.#foldOf(asset)))
    for (const other of others) {
      const joined = new AssetFold([...first!.assets, ...other.assets], this.#ledger, this.#policy, this.#dayOf, this.#spacing)
      const placed = new Map([...first!.placed, ...other.placed].map((each) => [each.order, each]))
      for (const each of [...placed.values()].sort((a, b) => a.entry.at.ms - b.entry.at.ms || a.order - b.order)) joined.insert(each)
      for (const asset of joined.assets) this.#folds.set(asset, joined)
    }
  }

  #refresh(stale: Stale): void {
    if (stale.isEmpty) return
    for (const fold of this.#allFolds())
      if (fold.placed.some(({ entry }) => stale.has(entry.asset) || stale.has(entry.toAsset)))
        fold.reread((entry) => this.#entries.read(entry.event))
  }

  #allFolds(): ReadonlySet<AssetFold> {
    return new Set(this.#folds.values())
  }

  /** What it holds, in the order in which {@link keepBook} would have to be given it. */
  get events(): ReadonlyArray<LotEvent> {
    return [...this.#known.values()].sort((a, b) => a.order - b.order).map(({ entry }) => entry.event)
  }

  /** Entries folded since the beginning: what changes cost. */
  get work(): number {
    return [...this.#allFolds()].reduce((sum, { work }) => sum + work, 0)
  }

  /** The day of the last event until the end of one. */
  #lastDay(until = Number.POSITIVE_INFINITY): number {
    const days = [...this.#allFolds()].flatMap((fold) => fold.lastDay(until) ?? [])
    return days.length === 0 ? Math.min(until, 0) : Math.max(...days)
  }

  #allEntries(): ReadonlyArray<Placed> {
    const folds = [...this.#allFolds()]
    // A conversion may stand in two folds.
    const byOrder = new Map(folds.flatMap(({ placed }) => placed.map((each) => [each.order, each] as const)))
    return [...byOrder.values()].sort((a, b) => a.entry.at.ms - b.entry.at.ms || a.order - b.order)
  }

  /** The book of one asset (and of those that carry basis to it), good until the next change; nothing is folded where nothing of it changed. */
  assetBook(asset: string): Book {
    const fold = this.#foldOf(this.#entries.asset(asset))
    const book = fold.book(this.#lastDay())
    const positions = new Map(book.findings.length === 0 ? [] : fold.placed.map(({ entry }, position) => [entry, position]))
    book.findings.sort((a, b) => positions.get(a.entry)! - positions.get(b.entry)!)
    return { ...book, ledger: this.#ledgerOf(fold.placed) }
  }

  /** Names and scales as they are now. */
  #ledgerOf(placed: ReadonlyArray<Placed>): Ledger {
    const { assets, accounts, scales, moneyScale } = this.#entries
    return {
      entries: placed.map(({ entry }) => entry),
      assets: [...assets.list],
      accounts: [...accounts.list],
      scales: [...scales],
      moneyScale
    }
  }

  /** The whole book. */
  book(): Book {
    const placed = this.#allEntries()
    const whole = emptyBook(this.#ledgerOf(placed), this.#policy)
    const day = this.#lastDay()
    for (const fold of this.#allFolds()) {
      const part = fold.book(day)
      for (const list of ["sales", "rests", "findings", "steps", "incomes"] as const)
        for (const each of part[list]) (whole[list] as Array<unknown>).push(each)
      for (const [key, flows] of part.flows) whole.flows.set(key, flows)
    }
    const positions = new Map(placed.map(({ entry }, position) => [entry.event.id, position]))
    inOrder(whole, ({ event }) => positions.get(event.id)!)
    whole.incomes.sort((a, b) => positions.get(a.event.id)! - positions.get(b.event.id)!)
    return whole
  }

  /** As `totals` of the book, without going over disposals that did not change. */
  totals(): Totals {
    const sums = new Sums()
    const flows: Array<Flows> = []
    for (const fold of this.#allFolds()) {
      const part = fold.sums()
      sums.addSums(part.sums)
      flows.push(...part.flows)
    }
    return shownTotals(sums, flows, { moneyScale: this.#entries.moneyScale, scales: this.#entries.scales })
  }

  /**
   * As `profitAndLoss` of the book, without going over disposals that did not change. `until`: with nothing that came after
   * that civil day (as days since 1970-01-01), which is folded once for each asset until something of it changes before then.
   */
  profitAndLoss(priceOf: PriceOf, { asset, until }: { readonly asset?: string; readonly until?: number } = {}): ProfitAndLoss {
    const day = this.#lastDay(until)
    const wanted = asset === undefined ? null : this.#entries.asset(asset)
    const folds = wanted === null ? this.#allFolds() : [this.#foldOf(wanted)]
    const standings = [...folds].flatMap((fold) => fold.standings(day))
    return pnlOf(wanted === null ? standings : standings.filter((each) => each.asset === wanted), this.#ledger, priceOf)
  }

  /** As `balances` of the ledger. */
  balances(): ReadonlyArray<Balance> {
    return balances(this.#ledgerOf(this.#allEntries()), this.#policy)
  }
}
