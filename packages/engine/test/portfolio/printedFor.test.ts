import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { meaningsIn } from "../../src/assets/resolve.ts"
import { ConnectionId, OwnerId } from "../../src/index.ts"
import { printedFor } from "../../src/portfolio/printedFor.ts"
import type { StoredConnection } from "../../src/storage/ConnectionStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"

const seen: Readonly<Record<string, ReadonlyArray<string>>> = {
  binance: ["BTC", "LUNA", "BCC", "LDBTC"],
  bitso: ["btc", "mxn", "usd"],
  kraken: ["XXBT", "ZUSD", "LUNA", "QQQ"],
  coinbase: ["BTC", "LUNA"]
}
const exchanges = Object.keys(seen)
const connections = exchanges.map((exchange, i) => ({ id: ConnectionId(i + 1), exchange }) as StoredConnection)
const pages = Layer.mock(PageStore)({ assetsSeen: (_owner, id) => Effect.succeed(new Set(seen[exchanges[id - 1]!])) })

const day = (at: number | null) => (at === null ? "" : new Date(at).toISOString().slice(0, 10))
/** `binance+coinbase LUNA 2022-05-28..` */
const printed = (...assets: ReadonlyArray<string>) =>
  Effect.runPromise(
    printedFor(OwnerId(1), connections, assets, meaningsIn(seedRules)).pipe(
      Effect.provide(pages),
      Effect.map((spans) =>
        spans.map(
          ({ code, from, to, connections: by }) => `${by.map((id) => exchanges[id - 1]).join("+")} ${code} ${day(from)}..${day(to)}`
        )
      )
    )
  )

describe("what is printed for an asset", () => {
  it("is every code that stands for it, by its symbol or id, in any case", async () => {
    const all = ["binance+coinbase BTC ..", "binance LDBTC ..", "bitso btc ..", "kraken XXBT .."]
    expect((await printed("BTC")).sort()).toEqual(all.toSorted())
    expect((await printed("Bitcoin")).sort()).toEqual(all.toSorted())
  })

  it("is a code only while it stands for it", async () => {
    expect(await printed("terra")).toEqual(["binance+coinbase LUNA 2022-05-28.."])
    expect(await printed("LUNC")).toEqual(["binance+kraken+coinbase LUNA ..2022-05-28", "kraken LUNA 2022-05-28.."])
    expect(await printed("bitcoin-cash")).toEqual(["binance BCC 2017-08-01..2018-11-15"])
    expect(await printed("unknown:binance:BCC")).toEqual(["binance BCC ..2017-08-01", "binance BCC 2018-11-15.."])
  })

  it("is a printed code at all times, where that is asked for", async () => {
    expect(await printed("xxbt")).toEqual(["kraken XXBT .."])
    const everywhere = ["binance+kraken+coinbase LUNA ..2022-05-28", "binance+kraken+coinbase LUNA 2022-05-28.."]
    expect(await printed("luna")).toEqual(everywhere)
    expect(await printed("qqq")).toEqual(["kraken QQQ .."])
  })

  it("is nothing for what nobody has shown", async () => {
    expect(await printed("DOGE")).toEqual([])
    expect(await printed()).toEqual([])
  })
})
