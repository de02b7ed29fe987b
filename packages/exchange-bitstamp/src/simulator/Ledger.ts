/** The account's transactions in order of their ids, and what they add up to. Rows are kept as the text that is served. */
import { addExact, amountText, parseWire, readExact, subtractExact, zeroExact, type Exact, type JsonRow } from "@caudal/exchange/simulator"

interface Entry {
  readonly id: bigint
  readonly text: string
}

export interface Ledger {
  readonly size: () => number
  readonly append: (rows: ReadonlyArray<JsonRow>) => void
  /** Rows from an id on, oldest first; `shift`: so many too early. */
  readonly from: (id: bigint, limit: number, shift: number) => ReadonlyArray<string>
  /** Newest first. */
  readonly newest: (offset: number, limit: number) => ReadonlyArray<string>
  readonly texts: () => Iterable<string>
}

const entryOf = (row: JsonRow): Entry => ({ id: BigInt(amountText(row["id"]) ?? "0"), text: JSON.stringify(row) })

export const makeLedger = (rows: ReadonlyArray<JsonRow>): Ledger => {
  let entries: ReadonlyArray<Entry> = []
  const append = (added: ReadonlyArray<JsonRow>): void => {
    entries = [...entries, ...added.map(entryOf)].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  }
  append(rows)
  const texts = (some: ReadonlyArray<Entry>) => some.map(({ text }) => text)
  return {
    size: () => entries.length,
    append,
    from: (id, limit, shift) => {
      const first = entries.findIndex((one) => one.id >= id)
      const start = Math.max(0, (first < 0 ? entries.length : first) - shift)
      return texts(entries.slice(start, start + limit))
    },
    newest: (offset, limit) => texts(entries.toReversed().slice(offset, offset + limit)),
    texts: () => texts(entries)
  }
}

const fixed: ReadonlySet<string> = new Set(["id", "datetime", "type", "fee"])

/** How a row changes each balance, read apart from the adapter. `undefined`: it cannot be read and moves nothing. */
const changesOf = (row: JsonRow): ReadonlyMap<string, Exact> | undefined => {
  const changes = new Map<string, Exact>()
  for (const [key, value] of Object.entries(row)) {
    if (fixed.has(key) || key.includes("_")) continue
    const amount = readExact(amountText(value) ?? "0")
    if (amount === undefined) return undefined
    if (amount.units !== 0n) changes.set(key, amount)
  }
  const pair = Object.keys(row).find((key) => key.split("_").length === 2 && key.split("_").every((half) => changes.has(half)))
  const named = row["fee_currency"]
  const charged = typeof named === "string" ? named.toLowerCase() : (pair?.split("_")[1] ?? [...changes.keys()][0])
  const fee = readExact(amountText(row["fee"]) ?? "0")
  if (fee === undefined) return undefined
  if (charged !== undefined && fee.units !== 0n) changes.set(charged, subtractExact(changes.get(charged) ?? zeroExact, fee))
  return changes
}

/** The exact sum by currency. */
export const sumOf = (texts: Iterable<string>): ReadonlyMap<string, Exact> => {
  const sums = new Map<string, Exact>()
  for (const text of texts) {
    const changes = changesOf(parseWire(text) as JsonRow)
    for (const [asset, change] of changes ?? []) sums.set(asset, addExact(sums.get(asset) ?? zeroExact, change))
  }
  return sums
}
