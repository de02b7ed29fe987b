/** How faults bend the rows of each list. */
import { bendRows, parseWire, type ActiveFaults, type RowBender } from "@caudal/exchange/simulator"
import { lists, type ListName } from "./lists.ts"

const bumped = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) : value

export const benderOf = (name: ListName): RowBender => {
  const { amount, asset, word } = lists[name]
  return {
    uncorrect: (row) => ({ ...row, [amount]: bumped(row[amount]) }),
    withOperation: (row, operation) =>
      word === null ? row : { ...row, [word]: word === "status" && typeof row[word] === "number" ? 99 : operation },
    withCurrency: (row, currency) => (asset in row ? { ...row, [asset]: name === "trades" ? `${currency}USDT` : currency } : row)
  }
}

/** Balances and markets as rows of a list. */
export const plain = (asset: string, amount: string): RowBender => ({
  uncorrect: (row) => ({ ...row, [amount]: bumped(row[amount]) }),
  withOperation: (row) => row,
  withCurrency: (row, currency) => ({ ...row, [asset]: currency })
})

export const bent = (rows: ReadonlyArray<string>, newestFirst: boolean, faults: ActiveFaults, bender: RowBender): ReadonlyArray<string> =>
  bendRows(rows, newestFirst, faults, bender, parseWire)
