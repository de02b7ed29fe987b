/** The acts that lots are made of, by civil day, as they come, are corrected and go; of their rows only what decides something is kept. */
import type { DayOf } from "@caudal/accounting"
import type { AssetRef } from "../assets/Asset.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { Act } from "../portfolio/Act.ts"
import { numberOf } from "../portfolio/tradeOrder.ts"
import { byText } from "./FlowLines.ts"
import { PackedActs, standsAlone } from "./PackedActs.ts"

/** Of each day in the order of the acts' first rows. A day of which nothing has changed is the same one as before. */
export type ActDays = ReadonlyMap<number, PackedActs>

/** More days than these are packed before others are touched: not all acts of a ledger are there at once. */
const mostOpen = 16

const none: ReadonlyArray<never> = []

/** As rows stand in the ledger. */
const byPlace = (a: Act, b: Act): number => {
  const [one, other] = [a.transactions[0]!, b.transactions[0]!]
  return (
    one.at - other.at ||
    (one.rank ?? -1) - (other.rank ?? -1) ||
    byText(one.stream, other.stream) ||
    byText(one.externalId, other.externalId) ||
    one.occurrence - other.occurrence ||
    one.connectionId - other.connectionId
  )
}

export class LotActs {
  readonly #dayOf: DayOf
  #shown: ActDays = new Map()
  /** Days that changed since they were shown, by the acts' ids. */
  readonly #changed = new Map<number, Map<string, Act>>()
  /** How many acts there are. */
  size = 0
  /** One of a kind is enough. */
  readonly #texts = new Map<string, string>()
  readonly #assets = new Map<string, AssetRef>()

  constructor(dayOf: DayOf) {
    this.#dayOf = dayOf
  }

  put(act: Act): void {
    const acts = this.#on(act)
    if (!acts.has(act.id)) this.size++
    acts.set(act.id, this.#slim(act))
  }

  /** As it was put. */
  take(act: Act): void {
    if (this.#on(act).delete(act.id)) this.size--
  }

  #on({ at }: Act): Map<string, Act> {
    const day = this.#dayOf({ ms: at, day: null })
    const open = this.#changed.get(day)
    if (open !== undefined) return open
    if (this.#changed.size === mostOpen) this.days()
    const acts = new Map(
      this.#shown
        .get(day)
        ?.read()
        .map((act) => [act.id, act])
    )
    this.#changed.set(day, acts)
    return acts
  }

  /** What was shown before stays as it is. */
  days(): ActDays {
    if (this.#changed.size === 0) return this.#shown
    const days = new Map(this.#shown)
    for (const [day, acts] of this.#changed)
      if (acts.size === 0) days.delete(day)
      else days.set(day, new PackedActs([...acts.values()].sort(byPlace)))
    this.#changed.clear()
    this.#shown = days
    return days
  }

  /** Its amounts are in the act. What rows decide is its place, its number among trades, and what movement it is an end of. */
  #slim(act: Act): Act {
    const numbered = act.transactions.find((row) => numberOf({ transactions: [row] }) !== null)
    return {
      ...act,
      account: this.#text(act.account),
      transactions: act.transactions
        .filter((row, i) => i === 0 || row === numbered || (row.transfer !== null && !standsAlone(act)))
        .map((row) => this.#slimRow(row, row === numbered)),
      moved: act.moved.map((moved) => ({ ...moved, asset: this.#asset(moved.asset) }))
    }
  }

  #slimRow(row: Transaction, isNumbered: boolean): Transaction {
    const { exchange, accountKey, stream, refs } = row
    return {
      ...row,
      exchange: this.#text(exchange),
      accountKey: this.#text(accountKey),
      stream: this.#text(stream),
      operation: null,
      refs: isNumbered ? refs.filter(({ type }) => type === "trade") : none,
      postings: none,
      price: null,
      witnesses: none
    }
  }

  #text(text: string): string {
    const known = this.#texts.get(text)
    if (known === undefined) this.#texts.set(text, text)
    return known ?? text
  }

  #asset(asset: AssetRef): AssetRef {
    const key = `${asset.id} ${asset.via} ${asset.kind}`
    const known = this.#assets.get(key)
    if (known === undefined) this.#assets.set(key, asset)
    return known ?? asset
  }
}
