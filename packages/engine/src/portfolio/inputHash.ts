/** Names the input of a projection: the same rows, openings, choices of lots, identities, prices and version give the same hash in any database. */
import type { Resolve } from "../assets/resolve.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { LotChoice } from "./LotChoice.ts"
import type { AccountOpening, LotProjection } from "./LotProjection.ts"

export interface HashedInput {
  readonly transactions: ReadonlyArray<Transaction>
  readonly openings: ReadonlyArray<AccountOpening>
  readonly choices: ReadonlyArray<LotChoice>
  readonly resolve: Resolve
  readonly projection: LotProjection
}

/** One line each; keys of rows are those of one database and stay out. */
const linesOf = ({ transactions, openings, choices, resolve, projection }: HashedInput): ReadonlyArray<unknown> => [
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
  ...choices.map(({ disposal, lots, identifiedAt }) => [
    "choice",
    disposal,
    lots.map(({ lot, quantity }) => [lot, quantity]),
    identifiedAt
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
export const inputHash = (sha256: (text: string) => string, hashed: HashedInput): string =>
  sha256(
    linesOf(hashed)
      .map((line) => JSON.stringify(line))
      .join("\n")
  )
