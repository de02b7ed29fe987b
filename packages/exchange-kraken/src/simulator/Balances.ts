/** What the account holds: the exact sum of its ledger, or what an account file says it is. */
import {
  addExact,
  amountText,
  formatExact,
  isRow,
  readExact,
  subtractExact,
  zeroExact,
  type Exact,
  type JsonRow
} from "@caudal/exchange/simulator"

export interface BalanceEntry {
  readonly asset: string
  readonly total: string
  readonly available: string
  readonly locked: string
}

const exactOf = (value: unknown): Exact | undefined => readExact(amountText(value))

const entry = (asset: string, total: Exact, locked: Exact): BalanceEntry => ({
  asset,
  total: formatExact(total),
  available: formatExact(subtractExact(total, locked)),
  locked: formatExact(locked)
})

/** Accepts `{XXBT: "1"}` and the native `{XXBT: {balance, hold_trade}}`. */
export const parseBalance = (value: unknown): ReadonlyArray<BalanceEntry> => {
  if (!isRow(value)) throw new TypeError("balance: an object by asset is expected")
  return Object.entries(value).map(([asset, one]) => {
    const fields: JsonRow = isRow(one) && amountText(one) === undefined ? one : { balance: one }
    const total = exactOf(fields["balance"])
    const locked = exactOf(fields["hold_trade"] ?? "0")
    if (total === undefined || locked === undefined) throw new TypeError(`balance: ${asset} has no readable balance`)
    return entry(asset, total, locked)
  })
}

/** By how much a row changes which balance: amount − fee. `undefined`: the row cannot be read and moves nothing. */
export const movement = (row: JsonRow): readonly [asset: string, change: Exact] | undefined => {
  const { asset } = row
  const amount = exactOf(row["amount"])
  const fee = exactOf(row["fee"] ?? "0")
  return typeof asset !== "string" || amount === undefined || fee === undefined ? undefined : [asset, subtractExact(amount, fee)]
}

export interface Balances {
  readonly entries: () => ReadonlyArray<BalanceEntry>
  readonly applyLedger: (rows: ReadonlyArray<JsonRow>) => void
  readonly hold: (holds: Readonly<Record<string, string>>) => void
  /** The listed assets are what is said here from now on. */
  readonly assert: (entries: ReadonlyArray<BalanceEntry>) => void
}

export const makeBalances = (): Balances => {
  const totals = new Map<string, Exact>()
  const locked = new Map<string, Exact>()
  return {
    applyLedger: (rows) => {
      for (const row of rows) {
        const moved = movement(row)
        if (moved !== undefined) totals.set(moved[0], addExact(totals.get(moved[0]) ?? zeroExact, moved[1]))
      }
    },
    hold: (holds) => {
      for (const [asset, amount] of Object.entries(holds)) locked.set(asset, readExact(amount) ?? zeroExact)
    },
    assert: (entries) => {
      for (const one of entries) {
        totals.set(one.asset, readExact(one.total)!)
        locked.set(one.asset, readExact(one.locked)!)
      }
    },
    entries: () => [...totals.keys()].sort().map((asset) => entry(asset, totals.get(asset)!, locked.get(asset) ?? zeroExact))
  }
}
