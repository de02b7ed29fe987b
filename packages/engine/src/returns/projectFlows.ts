/** From ledger rows to the movements of days. Pure. */
import type { DayOf } from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import type { ConnectionId } from "../Ids.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import { FlowActs } from "./FlowActs.ts"
import { FlowBook } from "./FlowBook.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import type { LotActs } from "./LotActs.ts"

/** Rows come one by one and are not kept. */
export class FlowFold {
  readonly book: FlowBook
  /** When the first row of a connection was. */
  readonly firsts = new Map<ConnectionId, number>()
  readonly #acts: FlowActs

  /** `lotActs`: gets each act, too. */
  constructor(resolve: Resolve, timeZone: string, dayOf: DayOf, lotActs: LotActs | null = null) {
    const book = new FlowBook(resolve, timeZone, dayOf)
    this.book = book
    this.#acts = new FlowActs(resolve, dayOf, (act) => {
      book.put(act)
      lotActs?.put(act)
    })
  }

  /** Rows in the contract's order. */
  add(row: Transaction): void {
    if (!this.firsts.has(row.connectionId)) this.firsts.set(row.connectionId, row.at)
    this.#acts.add(row)
  }

  /** With what owners say was there at first. */
  end(openings: ReadonlyArray<AccountOpening>): FlowProjection {
    this.#acts.end()
    for (const said of openings) this.book.open(said, this.firsts.get(said.opening.connectionId))
    return this.book.projection()
  }
}

/** The movements of all rows, which come in the contract's order. Never fails and never guesses. */
export const projectFlows = (
  rows: Iterable<Transaction>,
  resolve: Resolve,
  timeZone: string,
  dayOf: DayOf,
  openings: ReadonlyArray<AccountOpening> = []
): FlowProjection => {
  const fold = new FlowFold(resolve, timeZone, dayOf)
  for (const row of rows) fold.add(row)
  return fold.end(openings)
}
