/** The second interface: fills by market, oldest first; transfers and rewards in windows with inclusive ends. */
import { type ActiveFaults, amountText, bendRows, type JsonRow, makeRowStore, parseWire, type RowStore } from "@caudal/exchange/simulator"
import { riverManifest } from "../manifest.ts"
import { type Answer, bender, ok, refuse } from "./answers.ts"

type ReadOf = (url: URL, faults: ActiveFaults) => Answer

const pageSize = 5
const listing = (rows: ReadonlyArray<string>, more = ""): Answer => ok(`{"rows":[${rows.join(",")}]${more}}`)
const idIn = (text: string): string | undefined => amountText((parseWire(text) as JsonRow)["id"])

/** What is asked for: a stretch of time, not longer than the exchange allows. */
const windowIn = ({ searchParams }: URL, stream: string): { readonly from: number; readonly to: number } | null => {
  const [from, to] = [Number(searchParams.get("from") ?? Number.NaN), Number(searchParams.get("to") ?? Number.NaN)]
  const { largestMs } = riverManifest.streams.find(({ id }) => id === stream)!.window!
  return from <= to && to - from < largestMs ? { from, to } : null
}

export const riverReads = (lists: Readonly<Record<string, RowStore>>): Readonly<Record<string, ReadOf>> => {
  const query = (url: URL, ascending: boolean, faults: ActiveFaults) => {
    const marker = url.searchParams.get("after")
    const shift = faults.get("shiftPage") === undefined ? {} : { shift: faults.number("shiftPage", "rows", 1) }
    return { ...(marker === null ? {} : { marker }), ascending, limit: pageSize, ...shift }
  }
  const marketOf = (row: JsonRow): string => `${String(row["base_asset"])}-${String(row["quote_asset"])}`
  const within = (row: JsonRow, { from, to }: { readonly from: number; readonly to: number }): boolean =>
    Number(row["at"]) >= from && Number(row["at"]) <= to

  /** Ids are the markets' own: each has a list for itself. */
  const markets = new Map<string, { readonly size: number; readonly store: RowStore }>()
  const fillsOf = (market: string): RowStore => {
    const trades = lists["trades"]!
    const known = markets.get(market)
    if (known?.size === trades.size()) return known.store
    const rows = Array.from(trades.texts(), (text) => parseWire(text) as JsonRow).filter((row) => marketOf(row) === market)
    const store = makeRowStore("id", rows)
    markets.set(market, { size: trades.size(), store })
    return store
  }

  return {
    flows: (url, faults) => {
      const window = windowIn(url, "flows")
      if (window === null) return refuse("BAD_WINDOW", 400)
      const found = lists["transfers"]!.page(query(url, false, faults), `${window.from}:${window.to}`, (row) => within(row, window))
      return found === undefined ? refuse("BAD_CURSOR", 400) : listing(bendRows(found, true, faults, bender, parseWire))
    },
    rewards: (url, faults) => {
      const window = windowIn(url, "rewards")
      if (window === null) return refuse("BAD_WINDOW", 400)
      const wallet = url.searchParams.get("wallet") ?? ""
      const isReward = (row: JsonRow): boolean => row["trade"] === undefined && row["transfer"] === undefined
      const asked = query(url, false, faults)
      const filter = (row: JsonRow): boolean => row["wallet"] === wallet && isReward(row) && within(row, window)
      const found = lists["ledger"]!.page({ ...asked, limit: pageSize + 1 }, `${wallet}:${window.from}:${window.to}`, filter)
      if (found === undefined) return refuse("BAD_CURSOR", 400)
      const shown = bendRows(found.slice(0, pageSize), true, faults, bender, parseWire)
      const ids = new Set(shown.map(idIn))
      // rows without an id come with the next one that has one: a page never ends between them
      const last = found.findLastIndex((text, i) => i < pageSize && idIn(text) !== undefined && ids.has(idIn(text)))
      const more = last >= 0 && last < found.length - 1
      const rows = more ? shown.filter((text) => idIn(text) !== undefined || found.indexOf(text) < last) : shown
      // in no order of time
      return listing(
        rows.toReversed().toSorted((a, b) => a.length - b.length),
        `,"next":${more ? JSON.stringify(idIn(found[last]!)) : "null"}`
      )
    },
    fills: (url, faults) => {
      const found = fillsOf(url.searchParams.get("market") ?? "").page(query(url, true, faults))
      return found === undefined ? refuse("BAD_CURSOR", 400) : listing(bendRows(found, false, faults, bender, parseWire))
    },
    markets: (url, faults) => {
      const gone = url.searchParams.get("gone") === "true"
      const traded = Array.from(lists["trades"]!.texts(), (text) => marketOf(parseWire(text) as JsonRow))
      const names = [...new Set([...traded, "eth-btc", "doge-usd"])].filter((name) => name.startsWith("gone") === gone).sort()
      const rows = names.map((name) => JSON.stringify({ base: name.split("-")[0], quote: name.split("-")[1] }))
      return listing(bendRows(rows, true, faults, bender, parseWire))
    }
  }
}
