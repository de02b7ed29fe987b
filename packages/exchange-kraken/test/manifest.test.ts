import { describe, expect, it } from "vitest"
import { kraken } from "../src/index.ts"

const { manifest } = kraken

describe("the manifest", () => {
  it("declares reads only, each POST with its reason", () => {
    for (const [key, endpoint] of Object.entries(manifest.endpoints)) {
      expect(endpoint.path, key).toMatch(
        /^\/0\/(private\/(GetApiKeyInfo|BalanceEx|Ledgers|TradesHistory|DepositStatus|WithdrawStatus)|public\/(AssetPairs|Ticker|OHLC))$/
      )
      expect(endpoint.method).toBe(endpoint.signed ? "POST" : "GET")
      expect(endpoint.postReason === undefined).toBe(!endpoint.signed)
      expect(manifest.rates[endpoint.rate]).toBeDefined()
    }
  })

  it("counts ledger and trades twice, as Kraken does", () => {
    expect(Object.entries(manifest.endpoints).flatMap(([key, { cost }]) => (cost === 2 ? [key] : []))).toEqual(["ledger", "trades"])
  })

  it("never lets the counter of the lowest tier pass its maximum, however its budget is spent", () => {
    const { budget, windowMs, limit } = manifest.rates["private"]!
    const decay = 0.33
    // Whatever a window holds is gone from the counter a window later; so it never holds more than one window's worth.
    expect((windowMs / 1000) * decay).toBeGreaterThanOrEqual(budget)
    expect(budget).toBeLessThan(limit)
    expect(limit).toBe(15)
  })

  it("names streams, endpoints and compositions that exist", () => {
    expect(Object.keys(kraken.streams)).toEqual(manifest.streams.map(({ id }) => id))
    for (const { endpoint } of manifest.streams) expect(manifest.endpoints[endpoint]).toBeDefined()
    for (const { posts, witnesses } of manifest.books)
      for (const id of [...posts, ...witnesses]) expect(Object.keys(kraken.streams)).toContain(id)
    for (const { call } of Object.values(kraken.documents)) expect(manifest.endpoints[call.endpoint]).toBeDefined()
  })

  it("says everything in three languages", () => {
    const texts = JSON.stringify(manifest).match(/\{"en":"[^}]*\}/g) ?? []
    expect(texts.length).toBeGreaterThan(12)
    for (const text of texts)
      expect(Object.values(JSON.parse(text) as Record<string, string>).filter((words) => words.length > 0)).toHaveLength(3)
  })
})
