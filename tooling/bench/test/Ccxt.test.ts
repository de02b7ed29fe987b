import { LosslessJson } from "@caudal/exchange"
import ccxt from "ccxt"
import { describe, expect, it } from "vitest"
import { type CcxtExchange, ccxtReader, tellMarkets } from "../src/CcxtReaders.ts"
import { exchangePages } from "../src/ExchangePages.ts"

const exchanges = ccxt as unknown as Readonly<Record<string, new () => CcxtExchange>>

describe("ccxt beside us", () => {
  it("reads the same rows of every exchange: as many, each at the time of one of ours", async () => {
    const compared = new Set<string>()
    for (const { adapter, stream, text: sent } of await exchangePages()) {
      const { id } = adapter.manifest
      const peer = new exchanges[id]!()
      const read = ccxtReader(peer, id, stream)
      if (read === undefined) continue
      const text = adapter.redact(stream, sent)
      const reply = { status: 200, contentType: "application/json", text, json: LosslessJson.parse(text) }
      const { events } = adapter.streams[stream]!.parse(reply, { cursor: null, window: null, dimension: null })
      tellMarkets(peer, id, events)
      const theirs = (read(text) as ReadonlyArray<{ readonly timestamp: number }>).map(({ timestamp }) => timestamp)
      const byTime = (times: ReadonlyArray<number>) => times.toSorted((a, b) => a - b)
      expect([id, stream, byTime(theirs)]).toEqual([id, stream, byTime(events.map(({ at }) => at))])
      compared.add(id)
    }
    expect([...compared].toSorted()).toEqual(["binance", "bitso", "bitstamp", "coinbase", "kraken"])
  }, 60_000)
})
