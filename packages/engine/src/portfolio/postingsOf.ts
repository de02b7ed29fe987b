/** Amounts as formulas over what the exchange's rows moved. Pure. */
import { type Expression, input } from "@caudal/accounting"
import type { Resolve } from "../assets/resolve.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import { isFee } from "./Act.ts"
import type { AmountPart } from "./Amount.ts"

/** The key of a row in this database, as an explanation names it. */
export const transactionOf = ({ connectionId, seq }: Transaction): string => `${connectionId}.${seq}`

export interface SignedPosting {
  readonly transaction: string
  readonly posting: Expression
  /** As it stands in the row. */
  readonly amount: string
  readonly sign: 1 | -1
}

export const postingsOf = ({ act, asset, of, sign }: AmountPart, resolve: Resolve): ReadonlyArray<SignedPosting> =>
  act.transactions.flatMap((row) =>
    row.postings.flatMap((posting, place): ReadonlyArray<SignedPosting> => {
      if (isFee(row, posting) !== (of === "fee")) return []
      if (resolve({ exchange: row.exchange, code: posting.asset, at: row.at }).id !== asset) return []
      const transaction = transactionOf(row)
      const { amount } = posting
      return [{ transaction, amount, sign, posting: input("posting", amount, { kind: "posting", transaction, posting: place }) }]
    })
  )

/** `Σ sign × postings`. */
export const unitsOf = (parts: ReadonlyArray<AmountPart>, resolve: Resolve): Expression => {
  const postings = parts.flatMap((part) => postingsOf(part, resolve))
  const of = (side: 1 | -1): Expression => ({ op: "add", of: postings.flatMap(({ posting, sign }) => (sign === side ? [posting] : [])) })
  return { op: "subtract", of: [of(1), of(-1)] }
}
