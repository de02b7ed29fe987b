/** What the account holds: the exact sum of its ledger, or what an account file says it is. */
import {
  addExact,
  amountText,
  formatExact,
  isRow,
  multiplyExact,
  readExact,
  subtractExact,
  zeroExact,
  type Exact,
  type JsonRow
} from "@caudal/exchange/simulator"

export interface BalanceEntry {
  readonly currency: string
  readonly total: string
  readonly available: string
  readonly locked: string
}

const exactOf = (value: unknown): Exact | undefined => readExact(amountText(value))

const entry = (currency: string, value: unknown): BalanceEntry => {
  const fields: JsonRow = isRow(value) && amountText(value) === undefined ? value : { total: value }
  const locked = exactOf(fields["locked"] ?? "0")
  const available = exactOf(fields["available"])
  const total = exactOf(fields["total"]) ?? (available === undefined || locked === undefined ? undefined : addExact(available, locked))
  if (total === undefined || locked === undefined) throw new TypeError(`balance: ${currency} has no readable total`)
  return {
    currency,
    total: formatExact(total),
    available: formatExact(available ?? subtractExact(total, locked)),
    locked: formatExact(locked)
  }
}

/** Accepts `{btc: {total, available, locked}}`, `{btc: "1"}`, native rows, and the native payload `{balances: [...]}`. */
export const parseBalance = (value: unknown): ReadonlyArray<BalanceEntry> => {
  const given = isRow(value) && Array.isArray(value["balances"]) ? value["balances"] : value
  if (Array.isArray(given)) {
    return given.map((row: unknown) => {
      if (!isRow(row) || typeof row["currency"] !== "string") throw new TypeError("balance: a row has no currency")
      return entry(row["currency"], row)
    })
  }
  if (!isRow(given)) throw new TypeError("balance: an object or a list of rows is expected")
  return Object.entries(given).map(([currency, one]) => entry(currency, one))
}

type Amounts = Map<string, Exact>

/** The row's movements; none when any part of the row cannot be read: such a row moves nothing. */
export const movements = (row: JsonRow): ReadonlyArray<readonly [currency: string, amount: Exact]> => {
  const updates = row["balance_updates"]
  if (!Array.isArray(updates)) return []
  const read: Array<readonly [string, Exact]> = []
  for (const update of updates as ReadonlyArray<unknown>) {
    if (!isRow(update) || typeof update["currency"] !== "string") return []
    const amount = exactOf(update["amount"])
    if (amount === undefined) return []
    read.push([update["currency"], amount])
  }
  return read
}

const move = (amounts: Amounts, currency: string, by: Exact): void => {
  amounts.set(currency, addExact(amounts.get(currency) ?? zeroExact, by))
}

/** A resting buy locks its price in the minor currency, a resting sell what is left of it in the major one. */
const lockedBy = (orders: ReadonlyArray<JsonRow>): Amounts => {
  const locked: Amounts = new Map()
  for (const order of orders) {
    const [major, minor] = String(order["book"]).split("_")
    const left = exactOf(order["unfilled_amount"])
    const price = exactOf(order["price"])
    if (major === undefined || minor === undefined || left === undefined) continue
    if (order["side"] === "sell") move(locked, major, left)
    else if (price !== undefined) move(locked, minor, multiplyExact(left, price))
  }
  return locked
}

export interface Balances {
  readonly entries: () => ReadonlyArray<BalanceEntry>
  readonly applyLedger: (rows: ReadonlyArray<JsonRow>) => void
  readonly applyOrders: (orders: ReadonlyArray<JsonRow>) => void
  /** The listed currencies are what is said here from now on. */
  readonly assert: (entries: ReadonlyArray<BalanceEntry>) => void
}

export const makeBalances = (): Balances => {
  const totals: Amounts = new Map()
  let locked: Amounts = new Map()
  return {
    applyLedger: (rows) => {
      for (const row of rows) for (const [currency, amount] of movements(row)) move(totals, currency, amount)
    },
    applyOrders: (orders) => {
      locked = lockedBy(orders)
    },
    assert: (entries) => {
      for (const one of entries) {
        totals.set(one.currency, readExact(one.total)!)
        locked.set(one.currency, readExact(one.locked)!)
      }
    },
    entries: () =>
      [...totals.keys()].sort().map((currency) => {
        const total = totals.get(currency)!
        const held = locked.get(currency) ?? zeroExact
        return { currency, total: formatExact(total), available: formatExact(subtractExact(total, held)), locked: formatExact(held) }
      })
  }
}
