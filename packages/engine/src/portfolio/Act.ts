/** Rows that are one economic act, netted by asset: a trade with its fee row, a withdrawal with its fee row. */
import { Decimal, type DecimalText, type EventKind, type Posting } from "@caudal/exchange"
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { Transaction } from "../ledger/Ledger.ts"

/** Net changes of one asset; positive came in. */
export interface Moved {
  readonly asset: AssetRef
  readonly principal: DecimalText
  /** Below zero: paid. Above: a rebate. */
  readonly fee: DecimalText
}

export interface Act {
  /** Identity of its first row: the same in every database that holds the account. */
  readonly id: string
  readonly at: number
  /** `exchange:account`. */
  readonly account: string
  /** Of the first row that is not a fee. */
  readonly kind: EventKind
  readonly groupId: string | null
  readonly transactions: ReadonlyArray<Transaction>
  /** By asset, in the order in which they first appear. */
  readonly moved: ReadonlyArray<Moved>
}

/** Where a row comes from: stable across databases, unlike its key. */
export const eventIdOf = ({ exchange, accountKey, stream, externalId, occurrence }: Transaction): string =>
  [exchange, accountKey, stream, externalId, ...(occurrence === 0 ? [] : [occurrence])].join("/")

/** Whether a posting pays a fee or gives one back. */
export const isFee = ({ kind }: Pick<Transaction, "kind">, { role }: Pick<Posting, "role">): boolean =>
  kind === "fee" || role !== "principal"

const movedBy = (transactions: ReadonlyArray<Transaction>, resolve: Resolve): ReadonlyArray<Moved> => {
  const byId = new Map<string, Moved>()
  for (const { exchange, at, kind, postings } of transactions)
    for (const posting of postings) {
      const { asset: code, amount } = posting
      const asset = resolve({ exchange, code, at })
      const before = byId.get(asset.id) ?? { asset, principal: Decimal.zero, fee: Decimal.zero }
      byId.set(asset.id, {
        ...before,
        ...(isFee({ kind }, posting) ? { fee: Decimal.add(before.fee, amount) } : { principal: Decimal.add(before.principal, amount) })
      })
    }
  return [...byId.values()].filter(({ principal, fee }) => principal !== "0" || fee !== "0")
}

/** Rows with the same key are one act. */
export const actKeyOf = (row: Transaction): string =>
  row.groupId === null ? eventIdOf(row) : JSON.stringify([row.exchange, row.accountKey, row.groupId])

/** Acts in the order of their first rows. Rows that are not settled move nothing and are in none. */
export const actsOf = (transactions: ReadonlyArray<Transaction>, resolve: Resolve): ReadonlyArray<Act> => {
  const groups = Map.groupBy(
    transactions.filter(({ status }) => status === "settled"),
    actKeyOf
  )
  return [...groups.values()].map((rows): Act => {
    const main = rows.find(({ kind }) => kind !== "fee") ?? rows[0]!
    return {
      id: eventIdOf(main),
      at: main.at,
      account: `${main.exchange}:${main.accountKey}`,
      kind: main.kind,
      groupId: main.groupId,
      transactions: rows,
      moved: movedBy(rows, resolve)
    }
  })
}
