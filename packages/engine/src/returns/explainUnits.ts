/** Units that were held: every posting that made them. Pure. */
import { subtract } from "@caudal/accounting"
import { postingsOf } from "../portfolio/postingsOf.ts"
import { byDay, type Made, type MoneyInput, ofOwner, opposite, type Part, total } from "./explainedSum.ts"
import type { Move } from "./FlowTrace.ts"

/** `null`: nothing of it ever moved there. */
export const explainUnits = (
  asked: MoneyInput,
  moves: ReadonlyArray<Move> = asked.trace.moves,
  formula = "sum of all postings until the day's end"
): Made | null => {
  const { resolve } = asked
  const partsOf = ({ amount, parts }: Move): ReadonlyArray<Part> =>
    parts.length === 0
      ? [{ value: amount, of: ofOwner(amount), closes: [] }]
      : parts
          .flatMap((part) => postingsOf(part, resolve))
          .map(({ posting, amount, sign }) =>
            sign === 1 ? { value: amount, of: posting, closes: [] } : { value: subtract("0", amount), of: opposite(posting), closes: [] }
          )
  const parts = moves.toSorted(byDay).flatMap(partsOf)
  return parts.length === 0 ? null : total(asked, formula, parts)
}
