/** Units that were held: all that moved, with the postings of each. Pure. */
import { type Listing, type MoneyInput, movedUnits } from "./explainedSum.ts"
import { ListedMoves } from "./ListedMoves.ts"
import type { MoveSum } from "./pageOfMoves.ts"

/** `null`: nothing of it ever moved there. */
export const explainUnits = (
  asked: MoneyInput,
  asset: string,
  until: number,
  formula = "sum of all postings until the day's end",
  isPart: MoveSum["isPart"] = () => true
): Listing | null => {
  const moves: MoveSum = { asset, after: Number.NEGATIVE_INFINITY, until, isPart, unit: () => "1", beside: new Map() }
  const listed = new ListedMoves(asked, moves, formula, (move) => ({ value: move.amount, of: movedUnits(asked, move), closes: [] }))
  return listed.count === 0 ? null : listed
}
