import { Script } from "node:vm"
import { afterEach, describe, expect, it, vi } from "vitest"
import { ask } from "../src/room.ts"

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe("the room", () => {
  it("settles what ccxt promises before it answers", () => {
    const { calls } = ask<{ readonly calls: ReadonlyArray<{ readonly url: string }> }>("tickerCalls", "kraken")
    expect(calls).toEqual([{ url: "https://api.kraken.com/0/public/Ticker", method: "GET", body: null }])
  })

  it("sends nothing, whatever ccxt asks for", () => {
    const sent = vi.fn()
    vi.stubGlobal("fetch", sent)
    for (const venue of ["kraken", "binance", "bybit", "coinbase"]) {
      ask("marketCalls", venue)
      ask("tickerCalls", venue)
    }
    expect(sent).not.toHaveBeenCalled()
  })

  it("has no clock: what is asked for is the same at any time", () => {
    const before = ask("tickerCalls", "bingx")
    vi.useFakeTimers({ now: Date.UTC(2031, 0, 1) })
    expect(ask("tickerCalls", "bingx")).toEqual(before)
    expect(JSON.stringify(before)).toContain("timestamp=0")
  })

  it("knows a hundred exchanges", () => {
    expect(ask<ReadonlyArray<string>>("ids").length).toBeGreaterThan(100)
  })

  it("keeps a question from becoming code", () => {
    const hostile = '"); globalThis.ccxt = null; ("\u2028'
    expect(ask("about", hostile)).toBeNull()
    expect(ask("about", "kraken")).toMatchObject({ name: "Kraken" })
    expect(() => new Script(JSON.stringify(hostile))).not.toThrow()
  })
})
