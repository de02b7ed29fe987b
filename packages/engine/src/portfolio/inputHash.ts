/** Names the input of a projection: the same rows, identities, prices and version give the same hash in any database. */
import type { Resolve } from "../assets/resolve.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { AccountOpening, LotProjection } from "./LotProjection.ts"

/** One line each; keys of rows are those of one database and stay out. */
const linesOf = (
  transactions: ReadonlyArray<Transaction>,
  openings: ReadonlyArray<AccountOpening>,
  resolve: Resolve,
  projection: LotProjection
): ReadonlyArray<unknown> => [
  ["lots", projection.version, projection.currency],
  ...openings.map(({ exchange, accountKey, amount, opening: { wallet, asset, at, quantity, cost, acquiredAt } }) => [
    "opening",
    exchange,
    accountKey,
    [
      wallet,
      asset,
      resolve({ exchange, code: asset, at }).id,
      at,
      quantity,
      amount,
      cost?.amount ?? null,
      cost?.currency ?? null,
      acquiredAt
    ]
  ]),
  ...transactions.map(
    ({ exchange, accountKey, stream, externalId, occurrence, kind, at, rank, status, groupId, refs, postings, transfer }) => [
      exchange,
      accountKey,
      stream,
      externalId,
      occurrence,
      kind,
      at,
      rank,
      status,
      groupId,
      postings.map(({ wallet, asset, amount, role }) => [wallet, asset, resolve({ exchange, code: asset, at }).id, amount, role]),
      [transfer?.txid ?? null, transfer?.reference ?? null],
      refs.flatMap(({ type, id }) => (type === "trade" ? [id] : []))
    ]
  ),
  ...projection.prices.map(({ event, asset, amount, source, at }) => ["price", event, asset, amount, source, at])
]

/** `sha256` is given: digests are made in one place of the engine, and this is not it. */
export const inputHash = (
  sha256: (text: string) => string,
  transactions: ReadonlyArray<Transaction>,
  openings: ReadonlyArray<AccountOpening>,
  resolve: Resolve,
  projection: LotProjection
): string =>
  sha256(
    linesOf(transactions, openings, resolve, projection)
      .map((line) => JSON.stringify(line))
      .join("\n")
  )
