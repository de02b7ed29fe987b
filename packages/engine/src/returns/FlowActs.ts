/** From rows to the acts that they are, as they come: what is still open is kept, nothing else. Pure. */
import type { DayOf } from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import { type Act, actKeyOf, actsOf } from "../portfolio/Act.ts"

/** Rows of one act lie no further apart; one that comes later is an act of its own. */
const mostDaysApart = 40

export class FlowActs {
  readonly #resolve: Resolve
  readonly #dayOf: DayOf
  readonly #give: (act: Act) => void
  readonly #open = new Map<string, { readonly day: number; readonly rows: Array<Transaction> }>()
  /** Of the row before. */
  #day = Number.NEGATIVE_INFINITY

  constructor(resolve: Resolve, dayOf: DayOf, give: (act: Act) => void) {
    this.#resolve = resolve
    this.#dayOf = dayOf
    this.#give = give
  }

  /** Rows in the contract's order. */
  add(row: Transaction): void {
    if (row.status !== "settled") return
    if (row.groupId === null) {
      this.#close([row])
      return
    }
    const day = this.#dayOf({ ms: row.at, day: null })
    if (day !== this.#day) this.#closeBefore(day - mostDaysApart)
    this.#day = day
    const key = actKeyOf(row)
    const known = this.#open.get(key)
    if (known === undefined) this.#open.set(key, { day, rows: [row] })
    else known.rows.push(row)
  }

  /** Once a day: what was deleted at the beginning of a map is gone over again each time. */
  #closeBefore(day: number): void {
    for (const [key, { day: since, rows }] of this.#open) {
      if (since >= day) break
      this.#open.delete(key)
      this.#close(rows)
    }
  }

  end(): void {
    for (const { rows } of this.#open.values()) this.#close(rows)
    this.#open.clear()
  }

  #close(rows: ReadonlyArray<Transaction>): void {
    for (const act of actsOf(rows, this.#resolve)) this.#give(act)
  }
}

/** The acts that rows are; of rows that belong together all are there. In the contract's order within a connection. */
export const flowActs = (rows: Iterable<Transaction>, resolve: Resolve, dayOf: DayOf): ReadonlyArray<Act> => {
  const found: Array<Act> = []
  for (const own of Map.groupBy(rows, ({ connectionId }) => connectionId).values()) {
    const acts = new FlowActs(resolve, dayOf, (act) => found.push(act))
    for (const row of own) acts.add(row)
    acts.end()
  }
  return found
}
