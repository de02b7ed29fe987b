import { describe, expect, it } from "vitest"
import { makeBitsoSimulator } from "../../src/simulator/index.ts"
import { call, install, nextNonce } from "./client.ts"

describe("rate limits", () => {
  it("grant 300 private reads a minute, then lock out for one", async () => {
    let at = Date.UTC(2026, 0, 1)
    const one = install(makeBitsoSimulator({ account: "beginner", now: () => at }))
    const statuses = []
    for (let i = 0; i < 302; i++) statuses.push((await call(one, "/api/v3/balance", { nonce: nextNonce(at) })).status)
    expect(statuses.indexOf(420)).toBe(300)
    const { requests, counts } = one.requests()
    expect(requests.slice(-2).map(({ status, code, insideLockout }) => [status, code, insideLockout])).toEqual([
      [420, "0801", false],
      [420, "0801", true]
    ])
    expect(counts.insideLockout).toBe(1)
    expect((await call(one, "/api/v3/ticker")).status).toBe(200)
    at += 60_000
    expect((await call(one, "/api/v3/balance", { nonce: nextNonce(at) })).status).toBe(200)
  })

  it("grant 60 public reads a minute, to shrink with the scale", async () => {
    let at = 0
    const one = install(makeBitsoSimulator({ account: "beginner", now: () => at, rateScale: 60 }))
    for (let i = 0; i < 60; i++) expect((await call(one, "/api/v3/ticker")).status).toBe(200)
    expect(await call(one, "/api/v3/ticker")).toMatchObject({ status: 420, json: { success: false, error: { code: "0801" } } })
    at += 999
    expect((await call(one, "/api/v3/ticker")).status).toBe(420)
    at += 1
    expect((await call(one, "/api/v3/ticker")).status).toBe(200)
  })

  it("can be off", async () => {
    const one = install(makeBitsoSimulator({ account: "beginner", rateLimits: false }))
    for (let i = 0; i < 70; i++) expect((await call(one, "/api/v3/ticker")).status).toBe(200)
  })
})
