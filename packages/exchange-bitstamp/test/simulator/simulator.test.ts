import { createHmac, randomUUID } from "node:crypto"
import { respond, type Simulator } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { simulatorPackage } from "../../src/simulator/index.ts"

const origin = "https://www.bitstamp.net"
type Headers = Record<string, string | undefined>

/** Signs as any outsider would; `over` replaces headers, `undefined` leaves one out. */
const post = async (
  simulator: Simulator,
  endpoint: string,
  body = "",
  over: Headers = {},
  secret = simulator.credentials["apiSecret"]!
) => {
  const path = `/api/v2/${endpoint}/`
  const headers: Headers = {
    "x-auth": `BITSTAMP ${simulator.credentials["apiKey"]}`,
    "x-auth-nonce": randomUUID(),
    "x-auth-timestamp": String(Date.now()),
    "x-auth-version": "v2",
    ...(body === "" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    ...over
  }
  const text = `${headers["x-auth"]}POSTwww.bitstamp.net${path}${headers["content-type"] ?? ""}${headers["x-auth-nonce"]}${headers["x-auth-timestamp"]}v2${body}`
  const sent = { ...headers, "x-auth-signature": createHmac("sha256", secret).update(text).digest("hex"), ...over }
  const kept = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const bytes = body === "" ? null : new TextEncoder().encode(body)
  const answer = await respond(simulator, new Request(origin + path, { method: "POST", headers: Object.fromEntries(kept), body: bytes }))
  return { status: answer.status, json: (await answer.json()) as any }
}

const open = (persona = "beginner") => simulatorPackage.open({ account: { persona } })

describe("a pretended Bitstamp", () => {
  it.each<readonly [string, string, Headers, string]>([
    ["no key", "", { "x-auth": undefined }, "API0012"],
    ["another key", "", { "x-auth": "BITSTAMP other" }, "API0001"],
    ["another signature", "", { "x-auth-signature": "0".repeat(64) }, "API0005"],
    ["no signature", "", { "x-auth-signature": undefined }, "API0013"],
    ["an old version", "", { "x-auth-version": "v1" }, "API0010"],
    ["a time of three minutes ago", "", { "x-auth-timestamp": String(Date.now() - 180_000) }, "API0017"],
    ["a time in seconds", "", { "x-auth-timestamp": "1700000000" }, "API0018"],
    ["a nonce that is none", "", { "x-auth-nonce": "1" }, "API0004"],
    ["a content type without a body", "", { "content-type": "application/x-www-form-urlencoded" }, "API0020"],
    ["a body of another type", "limit=1", { "content-type": "application/json" }, "API0019"]
  ])("refuses %s", async (_what, body, over, code) => {
    expect(await post(open(), "user_transactions", body, over)).toMatchObject({ status: 403, json: { status: "error", code } })
  })

  it("takes each nonce once", async () => {
    const simulator = open()
    const nonce = randomUUID()
    expect((await post(simulator, "account_balances", "", { "x-auth-nonce": nonce })).status).toBe(200)
    expect((await post(simulator, "account_balances", "", { "x-auth-nonce": nonce })).json).toMatchObject({ code: "API0004" })
    expect(simulator.requests().counts).toMatchObject({ nonceViolations: 1, writes: 0 })
  })

  it("refuses whoever has another secret, and does not burn the nonce for it", async () => {
    const simulator = open()
    const nonce = randomUUID()
    expect((await post(simulator, "account_balances", "", { "x-auth-nonce": nonce }, "guessed")).json).toMatchObject({ code: "API0005" })
    expect((await post(simulator, "account_balances", "", { "x-auth-nonce": nonce })).status).toBe(200)
  })

  it("shows transactions from an id on, oldest first, and by offset, newest first", async () => {
    const simulator = open("trader")
    const page = async (body: string) =>
      (await post(simulator, "user_transactions", body)).json as ReadonlyArray<{ id: number; datetime: string }>
    const oldest = await page("limit=1000&since_id=1&sort=asc&offset=0")
    expect(oldest).toHaveLength(1000)
    expect(oldest.map(({ datetime }) => datetime)).toEqual(oldest.map(({ datetime }) => datetime).toSorted())
    const next = await page(`limit=1000&since_id=${oldest.at(-1)!.id + 1}&sort=asc&offset=0`)
    expect(next[0]!.id).toBeGreaterThan(oldest.at(-1)!.id)
    const newest = await page("limit=2&offset=0")
    expect(newest[0]!.id).toBeGreaterThan(newest[1]!.id)
    expect((await post(simulator, "user_transactions", "limit=1001&offset=0")).json).toMatchObject({ response_code: "400.011" })
    expect((await post(simulator, "user_transactions", "limit=1&offset=200001")).json).toMatchObject({ response_code: "400.010" })
    expect((await post(simulator, "withdrawal-requests", "limit=1")).json).toMatchObject({ response_code: "400.004" })
  })

  it("holds what its rows add up to, whatever orders hold back", async () => {
    const { json } = await post(open(), "account_balances")
    const eur = json.find((row: { currency: string }) => row.currency === "eur")
    // 500 + 300 + 10 − 241.35 − 0.97 − 262.14 − 1.05 + 106.82 − 0.43
    expect(eur).toEqual({ currency: "eur", total: "410.88", available: "310.88", reserved: "100.00" })
    const btc = json.find((row: { currency: string }) => row.currency === "btc")
    // 0.015 − 0.01 − 0.0001
    expect(btc).toMatchObject({ total: "0.0049" })
  })

  it("keeps the truth where a row is never shown", async () => {
    const simulator = open("gap")
    const { json } = await post(simulator, "user_transactions", "limit=100&offset=0")
    expect(json.some((row: { type: string }) => row.type === "1")).toBe(false)
    expect(simulator.truth()).toMatchObject({ user_transactions_missing: [{ type: "1" }] })
  })

  it("has the personas that others have, and refuses an account it cannot read", () => {
    expect(simulatorPackage.personas).toEqual(["beginner", "trader", "gap", "oddities"])
    expect(() => open("nobody")).toThrow(/beginner, trader/)
    expect(() => simulatorPackage.open({ account: { rows: { ledger: [] } } })).toThrow("ledger is not known")
    expect(() => simulatorPackage.open({ account: { rows: { user_transactions: [1] } } })).toThrow("is not a list of rows")
  })
})
