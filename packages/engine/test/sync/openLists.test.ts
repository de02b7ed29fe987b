import type { StreamSpec } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { allOpen, openLists } from "../../src/sync/openLists.ts"
import { bazaarAdapter } from "../bazaar.ts"

const fanned = bazaarAdapter.manifest.streams.find(({ id }) => id === "trades")!
const single: StreamSpec = { ...fanned, fanOut: null }
const plan = [
  { id: "btc-usd", assets: ["btc", "usd"] },
  { id: "eth-btc", assets: ["eth", "btc"] },
  { id: "doge-usd", assets: ["doge", "usd"] },
  { id: "main", assets: null }
]

describe("the lists of a stream", () => {
  it("are one where it is not fanned out", () => {
    expect(openLists(single, null, [], new Set(["btc"]))).toEqual([""])
    expect(allOpen(single, null, [""])).toBe(true)
  })

  it("are open from the day one of their assets was seen, and always without assets", () => {
    expect(openLists(fanned, plan, [], new Set())).toEqual(["main"])
    expect(openLists(fanned, plan, [], new Set(["btc"]))).toEqual(["btc-usd", "eth-btc", "main"])
    expect(openLists(fanned, plan, [], new Set(["BTC"])), "codes as printed").toEqual(["main"])
  })

  it("stay open for ever once they were read, named or not", () => {
    expect(openLists(fanned, [], ["gone-usd"], new Set(["btc"]))).toEqual(["gone-usd"])
    expect(openLists(fanned, plan, ["gone-usd", "btc-usd"], new Set(["usd"]))).toEqual(["btc-usd", "doge-usd", "gone-usd", "main"])
  })

  it("are the codes seen where nobody names them", () => {
    expect(openLists(fanned, null, ["old"], new Set(["usd", "btc"]))).toEqual(["btc", "old", "usd"])
  })

  it("are all of them once nothing can open another", () => {
    expect(allOpen(fanned, plan, ["main", "btc-usd"])).toBe(false)
    expect(allOpen(fanned, plan, ["main", "btc-usd", "eth-btc", "doge-usd", "gone-usd"])).toBe(true)
    expect(allOpen(fanned, null, ["usd"]), "another code may be seen tomorrow").toBe(false)
  })
})
