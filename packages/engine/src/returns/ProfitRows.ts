/** Rows as they come, as the acts of one scope that lots are made of: what an act no longer needs of its rows is not kept. */
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { ConnectionId } from "../Ids.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import { type Act, actKeyOf, actsOf } from "../portfolio/Act.ts"
import type { ReturnScope } from "./ReturnScope.ts"

export const within = (scope: ReturnScope, { exchange, accountKey }: Pick<Transaction, "exchange" | "accountKey">): boolean =>
  scope.kind === "exchange" ? exchange === scope.exchange : scope.kind !== "account" || `${exchange}:${accountKey}` === scope.account

/** Its amounts are in the act; number, rank and the names of transfers decide what the act is. */
const slim = (row: Transaction): Transaction => ({
  ...row,
  refs: row.refs.filter(({ type }) => type === "trade"),
  postings: [],
  price: null,
  witnesses: []
})

/** Rows that are one act, as far as they have come. */
interface Group {
  readonly rows: Array<Transaction>
}

export class ProfitRows {
  readonly #resolve: Resolve
  readonly #scope: ReturnScope
  /** In the order of first rows. */
  readonly #acts: Array<Act | Group> = []
  readonly #groups = new Map<string, Group>()
  /** One of a kind is enough. */
  readonly #assets = new Map<string, AssetRef>()
  readonly #firsts = new Map<ConnectionId, Transaction>()

  constructor(scope: ReturnScope, resolve: Resolve) {
    this.#scope = scope
    this.#resolve = (printed) => {
      const asset = resolve(printed)
      const key = `${asset.id} ${asset.via} ${asset.kind}`
      const known = this.#assets.get(key)
      if (known === undefined) this.#assets.set(key, asset)
      return known ?? asset
    }
  }

  /** Rows in the contract's order. */
  add(row: Transaction): void {
    if (!within(this.#scope, row)) return
    if (!this.#firsts.has(row.connectionId)) this.#firsts.set(row.connectionId, slim(row))
    if (row.status !== "settled") return
    if (row.groupId === null) {
      this.#acts.push(...this.#actsOf([row]))
      return
    }
    const key = actKeyOf(row)
    const known = this.#groups.get(key)
    if (known !== undefined) {
      known.rows.push(row)
      return
    }
    const group = { rows: [row] }
    this.#groups.set(key, group)
    this.#acts.push(group)
  }

  #actsOf(rows: ReadonlyArray<Transaction>): ReadonlyArray<Act> {
    return actsOf(rows, this.#resolve).map((act) => ({ ...act, transactions: act.transactions.map(slim) }))
  }

  /** All acts, and the first row of each connection. Nothing is left in it. */
  end(): { readonly acts: ReadonlyArray<Act>; readonly firsts: ReadonlyArray<Transaction> } {
    this.#groups.clear()
    const acts = this.#acts.splice(0).flatMap((each) => ("rows" in each ? this.#actsOf(each.rows) : [each]))
    return { acts, firsts: [...this.#firsts.values()] }
  }
}
