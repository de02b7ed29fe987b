import type { Book } from "../lots/Book.ts"
import { decimal } from "../number/Decimal.ts"
import { wholeCost } from "./explainCost.ts"
import { explained, type Explanation, type Expression, input, ref, type Step } from "./Expression.ts"

/** What the units of a lot or pool that are left cost, by its place in the book's rests. */
export const explainRest = (book: Book, place: number, figure: string): Explanation => {
  const { asset, lot, quantity, cost } = book.rests[place]!
  if (cost === null) return explained(figure, null, "the cost of its units is unknown", [])
  const { moneyScale, assets, scales } = book.ledger
  const of = lot === null ? `pool ${assets[asset]!}` : `lot ${lot.origin.event.id}`
  const state = (name: string, value: string): Expression => input(name, value, { kind: "state", of })
  const ids = lot === null ? [] : [lot.origin.event.id]
  const value = decimal(cost, moneyScale)
  if (lot === null || lot.cost === null || lot.left !== quantity || lot.costLeft !== cost) {
    const step: Step = { name: "cost", formula: "cost of the pool", expression: { op: "add", of: [state("cost", value)] } }
    return explained(figure, value, "", [step], ids, ids)
  }
  const gone = lot.quantity - lot.left
  const byUnits = (lot.cost * gone) / lot.quantity === lot.costTaken
  const taken: Expression = byUnits
    ? {
        op: "share",
        of: [
          ref("cost of the lot"),
          state("units gone", decimal(gone, scales[asset]!)),
          state("units of the lot", decimal(lot.quantity, scales[asset]!))
        ],
        decimals: moneyScale
      }
    : state("cost gone", decimal(lot.costTaken, moneyScale))
  const steps: ReadonlyArray<Step> = [
    {
      name: "cost of the lot",
      formula: "what was paid, fees included",
      expression: wholeCost(book, lot.origin, asset, lot.quantity, lot.cost)
    },
    {
      name: "cost left",
      formula: "cost of the lot − cost of the lot × units gone ÷ units of the lot",
      expression: { op: "subtract", of: [ref("cost of the lot"), taken] }
    }
  ]
  return explained(figure, value, "", steps, ids, ids)
}
