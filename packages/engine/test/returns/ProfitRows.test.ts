import fc from "fast-check"
import { expect, it } from "vitest"
import { relations } from "../../src/assets/AssetRelation.ts"
import type { Transaction } from "../../src/index.ts"
import { projectActs, projectLots } from "../../src/portfolio/projectLots.ts"
import { ProfitRows, within } from "../../src/returns/ProfitRows.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { longLedger, openings, resolve } from "./madeUp.ts"

const scopes = fc.constantFrom<ReturnScope>(
  wholePortfolio,
  { kind: "exchange", exchange: "bitso" },
  { kind: "account", account: "kraken:a" }
)

/** Trades of one second have numbers that do not rise, and ranks that do. */
const inOneSecond = (rows: ReadonlyArray<Transaction>, numbers: ReadonlyArray<number>): ReadonlyArray<Transaction> =>
  rows.map((row, i) => ({
    ...row,
    at: row.at - (row.at % 86_400_000),
    refs: [
      { type: "order", id: "x" },
      { type: "trade", id: String(numbers[i % numbers.length]) }
    ],
    rank: row.kind === "trade" ? null : i
  }))

it("rows that come one by one make the same lots as all of them at once, with less kept", () =>
  fc.assert(
    fc.property(
      longLedger,
      openings,
      scopes,
      fc.array(fc.nat(99), { minLength: 1 }),
      fc.boolean(),
      (given, said, scope, numbers, together) => {
        const rows = together ? inOneSecond(given, numbers) : given
        const input = {
          openings: said.filter((one) => within(scope, one)),
          resolve,
          currency: "mxn",
          priceAt: () => null,
          relations,
          foreignMoneyInLots: true
        }
        const read = new ProfitRows(scope, resolve)
        for (const row of rows) read.add(row)
        const { acts, firsts } = read.end()
        const own = rows.filter((row) => within(scope, row))
        const full = projectLots({ ...input, transactions: own })
        expect(projectActs(acts, { ...input, transactions: firsts }).events).toEqual(full.events)
        expect(acts.flatMap(({ transactions }) => transactions.flatMap(({ postings, witnesses }) => [...postings, ...witnesses]))).toEqual(
          []
        )
        expect(read.end().acts).toEqual([])
      }
    ),
    { numRuns: 300 }
  ))
