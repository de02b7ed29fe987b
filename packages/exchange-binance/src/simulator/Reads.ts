/** Every read by its name in fault plans and in the log, with what it weighs. */
import type { AccountState } from "./AccountState.ts"
import { success } from "./Errors.ts"
import { apiRestrictions, type Flags } from "./KeyFlags.ts"
import { klinesReply } from "./Klines.ts"
import { nameOf, type Read } from "./Read.ts"
import { accountReply, catalogueReply, fundingReply, positionsReply, tickerReply, tradesReply } from "./standingReads.ts"
import { timedReads } from "./timedReads.ts"
import type { Charge } from "./Weights.ts"

/** By what is not counted once, by address. */
const heavy: Readonly<Record<string, number>> = {
  "capital/withdraw/history": 18_000,
  "fiat/orders": 45_000,
  "convert/tradeFlow": 3_000
}
const weightOf = (path: string): number => (path.startsWith("simple-earn/") ? 150 : path === "asset/assetDividend" ? 10 : 1)

const sapiCharge = (path: string): Charge =>
  heavy[path] === undefined ? { pool: path, limit: 12_000, weight: weightOf(path) } : { pool: path, limit: 180_000, weight: heavy[path] }
const apiCharge = (weight: number): Charge => ({ pool: "api", limit: 6_000, weight })

export const makeReads = (state: AccountState, flags: Flags, unlisted: ReadonlyArray<string>): ReadonlyMap<string, Read> => {
  const reads = new Map<string, Read>()
  const put = (path: string, method: Read["method"], signed: boolean, charge: Charge, answer: Read["answer"]): void =>
    void reads.set(nameOf(path), { path, method, signed, charge, answer })
  const sapi = (path: string, answer: Read["answer"], method: Read["method"] = "GET"): void =>
    put(`/sapi/v1/${path}`, method, true, sapiCharge(path), answer)
  put("/api/v3/account", "GET", true, apiCharge(20), (request) => accountReply(state, request))
  put("/api/v3/myTrades", "GET", true, apiCharge(20), (request) => tradesReply(state, request))
  put("/api/v3/exchangeInfo", "GET", false, apiCharge(20), (request) => catalogueReply(state, unlisted, request))
  put("/api/v3/ticker/bookTicker", "GET", false, apiCharge(4), tickerReply)
  put("/api/v3/klines", "GET", false, apiCharge(2), klinesReply(state))
  sapi("account/apiRestrictions", () => success(apiRestrictions(flags)))
  sapi("asset/get-funding-asset", (request) => fundingReply(state, request), "POST")
  sapi("simple-earn/flexible/position", (request) => positionsReply(state, "flexible", request))
  sapi("simple-earn/locked/position", (request) => positionsReply(state, "locked", request))
  for (const [path, answer] of Object.entries(timedReads(state))) sapi(path, answer)
  return reads
}
