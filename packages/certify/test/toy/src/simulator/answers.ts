/** What the exchange answers with, and how its rows are bent. */
import { amountText, type JsonRow, type RowBender } from "@caudal/exchange/simulator"

export interface Answer {
  readonly status: number
  readonly code: string | null
  readonly body: string
}
export const ok = (body: string): Answer => ({ status: 200, code: null, body })
export const refuse = (code: string, status: number, message = "refused"): Answer => ({
  status,
  code,
  body: JSON.stringify({ error: { code, message } })
})

const firstLeg = (row: JsonRow, change: (leg: JsonRow) => JsonRow): JsonRow => {
  const legs = row["legs"]
  return Array.isArray(legs) ? { ...row, legs: [change(legs[0] as JsonRow), ...legs.slice(1)] } : row
}
const longer = (value: unknown): string => `${amountText(value)}1`
export const bender: RowBender = {
  uncorrect: (row) =>
    firstLeg("amount" in row ? { ...row, amount: longer(row["amount"]) } : row, (leg) => ({ ...leg, amount: longer(leg["amount"]) })),
  withOperation: (row, op) => ("op" in row ? { ...row, op } : row),
  withCurrency: (row, asset) => firstLeg("asset" in row ? { ...row, asset } : row, (leg) => ({ ...leg, asset }))
}
