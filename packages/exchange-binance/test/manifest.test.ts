import { describe, expect, it } from "vitest"
import { transferTypes } from "../src/internal/parse/transfers.ts"
import { binance } from "../src/index.ts"

const { manifest } = binance
const day = 86_400_000

describe("the manifest", () => {
  it("declares reads only; the one POST gives its reason", () => {
    const posts = Object.entries(manifest.endpoints).filter(([, { method }]) => method !== "GET")
    expect(posts.map(([key, { path, postReason }]) => [key, path, (postReason ?? "").length > 20])).toEqual([
      ["funding", "/sapi/v1/asset/get-funding-asset", true]
    ])
    for (const [key, { path }] of Object.entries(manifest.endpoints)) {
      expect(path, key).toMatch(/^\/(?:api\/v3|sapi\/v1)\/[A-Za-z0-9/-]+$/)
      expect(path, key).not.toMatch(/\b(?:order|apply|sub-account|withdraw\/apply|universalTransfer|redeem|subscribe)$/)
    }
    expect(
      Object.values(manifest.endpoints)
        .filter(({ signed }) => !signed)
        .map(({ path }) => path)
    ).toEqual(["/api/v3/exchangeInfo", "/api/v3/ticker/bookTicker", "/api/v3/klines"])
  })

  // https://developers.binance.com: the weight of each call, and what may be used of it in a minute.
  it.each([
    ["balance", 20, 6_000],
    ["trades", 20, 6_000],
    ["exchange_info", 20, 6_000],
    ["klines", 2, 6_000],
    ["dividends", 10, 12_000],
    ["earn_flexible_rewards", 150, 12_000],
    ["withdrawals", 18_000, 180_000],
    ["fiat_orders", 45_000, 180_000],
    ["conversions", 3_000, 180_000]
  ] as const)("never spends more on %s than a minute allows, of %i each", (endpoint, weight, allowed) => {
    const { rate, cost } = manifest.endpoints[endpoint]!
    const { budget, limit, windowMs, scope } = manifest.rates[rate]!
    expect(windowMs).toBe(60_000)
    expect(cost).toBe(1)
    expect(budget * weight).toBeLessThanOrEqual(allowed)
    expect(budget).toBeLessThan(limit)
    expect(scope).toBe(allowed === 180_000 ? "account" : "ip")
  })

  it("asks for less than each list's longest stretch of time", () => {
    const longest = Object.fromEntries(
      manifest.streams.flatMap(({ id, window }) => (window === null ? [] : [[id, window.largestMs / day]]))
    )
    expect(longest).toMatchObject({ deposits: 89, withdrawals: 89, conversions: 30, dividends: 179, earn_flexible_rewards: 89, p2p: 30 })
    for (const { window } of manifest.streams) if (window !== null) expect(window.from).toBeGreaterThanOrEqual(Date.UTC(2017, 6, 14))
  })

  it("names streams, endpoints and compositions that exist", () => {
    expect(Object.keys(binance.streams)).toEqual(manifest.streams.map(({ id }) => id))
    for (const { endpoint } of manifest.streams) expect(manifest.endpoints[endpoint]).toBeDefined()
    expect(manifest.books).toHaveLength(1)
    expect([...manifest.books[0]!.posts].sort()).toEqual(Object.keys(binance.streams).sort())
    for (const { call } of Object.values(binance.documents)) expect(manifest.endpoints[call.endpoint]).toBeDefined()
  })

  it("has a list for each way between the wallets of these books and others", () => {
    expect(new Set(transferTypes).size).toBe(20)
    for (const type of transferTypes) expect(type).toMatch(/^(?:MAIN|FUNDING)_|_(?:MAIN|FUNDING)$/)
  })

  it("says everything in three languages", () => {
    const texts = JSON.stringify(manifest).match(/\{"en":"[^}]*\}/g) ?? []
    expect(texts.length).toBeGreaterThan(25)
    for (const text of texts)
      expect(Object.values(JSON.parse(text) as Record<string, string>).filter((words) => words.length > 0)).toHaveLength(3)
  })
})
