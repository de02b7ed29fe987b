/** The fills of an account by market, oldest first, as Binance pages them: from an id on. */
import { amountText, type JsonRow } from "@caudal/exchange/simulator"

export interface Fills {
  readonly size: () => number
  /** Of one market, oldest first. */
  readonly rows: (symbol: string) => ReadonlyArray<JsonRow>
  /** Newest first. */
  readonly append: (rows: ReadonlyArray<JsonRow>) => void
  /** From this id on (`null`: the newest ones), oldest first. `shift`: so many rows too early. */
  readonly page: (symbol: string, fromId: bigint | null, limit: number, shift: number) => ReadonlyArray<string>
  /** All rows as texts, newest first. */
  readonly texts: () => Iterable<string>
}

interface Fill {
  readonly id: bigint
  readonly row: JsonRow
}

export const makeFills = (newestFirst: ReadonlyArray<JsonRow>): Fills => {
  let all: ReadonlyArray<JsonRow> = []
  const bySymbol = new Map<string, ReadonlyArray<Fill>>()
  const append = (rows: ReadonlyArray<JsonRow>): void => {
    all = [...rows, ...all]
    for (const [symbol, more] of Map.groupBy(rows, (row) => String(row["symbol"]))) {
      const fills = more.map((row): Fill => ({ id: BigInt(amountText(row["id"]) ?? "0"), row }))
      bySymbol.set(
        symbol,
        [...(bySymbol.get(symbol) ?? []), ...fills].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
      )
    }
  }
  append(newestFirst)
  return {
    size: () => all.length,
    rows: (symbol) => (bySymbol.get(symbol) ?? []).map(({ row }) => row),
    append,
    page: (symbol, fromId, limit, shift) => {
      const fills = bySymbol.get(symbol) ?? []
      const found = fromId === null ? -1 : fills.findIndex(({ id }) => id >= fromId)
      const first = fromId === null ? fills.length - limit : found < 0 ? fills.length : found
      const from = Math.max(0, first - shift)
      return fills.slice(from, from + limit).map(({ row }) => JSON.stringify(row))
    },
    *texts() {
      for (const row of all) yield JSON.stringify(row)
    }
  }
}
