import type { Adapter, LedgerEvent } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { type CcxtExchange, ccxtReader, tellMarkets } from "../CcxtReaders.ts"
import { type ExchangePage, exchangePages } from "../ExchangePages.ts"
import { inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"

export const decodeBesideCcxt: Row = {
  name: "decode-ccxt",
  meaning: "What our exactness costs beside the library that most people use; with doubles for money, it could be fast instead.",
  run: async () => {
    const { default: ccxt } = (await import("ccxt")) as unknown as { readonly default: Readonly<Record<string, new () => CcxtExchange>> }
    const byExchange = Map.groupBy(await exchangePages(), ({ adapter }) => adapter.manifest.id)
    return [...byExchange].map(([id, pages]) => compare(id, new ccxt[id]!(), pages))
  }
}

const read = (adapter: Adapter, stream: string, text: string): ReadonlyArray<LedgerEvent> => {
  const reply = { status: 200, contentType: "application/json", text, json: LosslessJson.parsePage(text) }
  return adapter.streams[stream]!.parse(reply, { cursor: null, window: null, dimension: null }).events
}

/** Both begin with the same text, and end with the rows of all lists that ccxt reads as well. */
const compare = (id: string, ccxt: CcxtExchange, pages: ReadonlyArray<ExchangePage>): Comparison => {
  const lists = pages.flatMap(({ adapter, stream, name, text: sent }) => {
    const text = adapter.redact(stream, sent)
    const theirs = ccxtReader(ccxt, id, stream)
    return theirs === undefined ? [] : [{ adapter, stream, name, text, theirs }]
  })
  const ours = () => lists.map(({ adapter, stream, text }) => read(adapter, stream, text))
  const theirs = () => lists.map((list) => list.theirs(list.text))
  const events = ours().flat()
  tellMarkets(ccxt, id, events)
  const rows = theirs().flat()
  if (rows.length !== events.length) throw new Error(`${id}: ccxt read ${rows.length} rows of ${events.length}`)
  const [own = [], peer = []] = inTurns([ours, theirs])
  return {
    name: `decode-ccxt: ${events.length} rows of ${id} (${lists.map(({ name }) => name).join(", ")})`,
    unit: "ns",
    ours: own,
    baseline: { name: "JSON.parse + ccxt's parse…", figures: peer },
    // 3.5 times as fast
    goal: { of: "ratio", limit: 1 / 3.5 }
  }
}
