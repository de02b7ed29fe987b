import { describe, expect, it } from "vitest"
import { faultNames, type FaultArgs, type FaultName } from "@caudal/exchange/simulator"
import { makeBitsoSimulator } from "../../src/simulator/index.ts"
import { call, install, type Seen } from "./client.ts"

const path = "/api/v3/ledger?limit=5"
const make = (fault: FaultName, args: FaultArgs = {}, route = "ledger") =>
  install(makeBitsoSimulator({ account: "beginner", faults: { seed: 7, rules: [{ route, nth: 2, fault, args }] } }))

const attempt = async (simulator: ReturnType<typeof make>, of = path): Promise<Seen | "broken"> => {
  try {
    return await call(simulator, of)
  } catch {
    return "broken"
  }
}

/** The answer before, with and after the fault; the second request is the one that goes wrong. */
const three = async (fault: FaultName, args: FaultArgs = {}, of = path, route = "ledger") => {
  const simulator = make(fault, args, route)
  const before = (await attempt(simulator, of)) as Seen
  const started = performance.now()
  const bent = await attempt(simulator, of)
  const took = performance.now() - started
  const log = simulator.requests().requests
  expect(log.map((entry) => entry.fault)).toEqual([null, fault])
  return { before, bent: bent as Seen, took, status: log[1]!.status, after: (await attempt(simulator, of)) as Seen, simulator }
}
const rowsOf = (seen: Seen): Array<any> => seen.json.payload

type Promise_ = () => Promise<void>
const promises: Record<FaultName, Promise_> = {
  latency: async () => {
    const { took, bent, before } = await three("latency", { ms: 80 })
    expect(took).toBeGreaterThanOrEqual(75)
    expect(bent.text).toBe(before.text)
  },
  reset: async () => {
    const { bent, status, after } = await three("reset")
    expect([bent, status, after.status]).toEqual(["broken", 0, 200])
  },
  down: async () => expect((await three("down")).bent).toBe("broken"),
  timeout: async () => {
    const { bent, took } = await three("timeout", { ms: 60 })
    expect(bent).toBe("broken")
    expect(took).toBeGreaterThanOrEqual(55)
  },
  truncated: async () => {
    const { bent, before } = await three("truncated", { fraction: 0.5 })
    expect(bent.text).toBe(before.text.slice(0, Math.floor(before.text.length / 2)))
    expect(bent.json).toBeUndefined()
    expect((await three("truncated", { bytes: 10 })).bent.text).toHaveLength(10)
    expect((await three("truncated", { bytes: 10, wrongLength: true })).bent).toBe("broken")
  },
  slicer: async () => {
    const { bent, before, took } = await three("slicer", { bytes: 200, ms: 10 })
    expect(bent.text).toBe(before.text)
    expect(took).toBeGreaterThan(50)
  },
  html: async () => {
    const { bent } = await three("html", { status: 200 })
    expect([bent.status, bent.headers.get("content-type"), bent.json]).toEqual([200, "text/html; charset=utf-8", undefined])
  },
  status: async () => {
    const { bent } = await three("status", { status: 502, body: "bad gateway", retryAfter: 7 })
    expect([bent.status, bent.text, bent.headers.get("retry-after")]).toEqual([502, "bad gateway", "7"])
  },
  errorBody: async () => {
    expect((await three("errorBody", { code: "1000", message: "off", status: 200 })).bent).toMatchObject({
      status: 200,
      json: { success: false, error: { code: "1000", message: "off" } }
    })
    expect((await three("errorBody", { code: "0101" })).bent.status).toBe(500)
  },
  rateLimit: async () => {
    const { bent, after, simulator } = await three("rateLimit")
    expect([bent.status, bent.json.error.code, after.status]).toEqual([420, "0801", 420])
    expect(simulator.requests().requests.map((entry) => entry.insideLockout)).toEqual([false, false, true])
  },
  wrongCredentials: async () =>
    expect((await three("wrongCredentials")).bent).toMatchObject({ status: 401, json: { error: { code: "0201" } } }),
  expiredKey: async () => expect((await three("expiredKey")).bent).toMatchObject({ status: 400, json: { error: { code: "0326" } } }),
  missingPermission: async () =>
    expect((await three("missingPermission")).bent).toMatchObject({ status: 401, json: { error: { code: "0202" } } }),
  disallowedIp: async () => {
    const { bent } = await three("disallowedIp")
    expect(bent.text).toBe((await three("wrongCredentials")).bent.text)
    expect((await three("disallowedIp", { code: "0213" })).bent.json.error.code).toBe("0213")
  },
  clockSkew: async () => {
    const { bent } = await three("clockSkew", { ms: 7_200_000 })
    expect(bent.status).toBe(401)
    expect(Date.parse(bent.headers.get("date")!) - Date.now()).toBeGreaterThan(7_000_000)
  },
  emptyList: async () => {
    expect((await three("emptyList")).bent.text).toBe('{"success":true,"payload":[]}')
    expect((await three("emptyList", {}, "/api/v3/balance", "balance")).bent.json.payload.balances).toEqual([])
  },
  duplicateRows: async () => {
    const { bent, before } = await three("duplicateRows", { rows: 2 })
    expect(rowsOf(bent)).toEqual([...rowsOf(before).slice(0, 2), ...rowsOf(before)])
  },
  reorderRows: async () => {
    const { bent, before } = await three("reorderRows")
    const ids = (seen: Seen) => rowsOf(seen).map((row) => row.eid)
    expect(ids(bent)).not.toEqual(ids(before))
    expect(ids(bent).sort()).toEqual(ids(before).sort())
  },
  shiftPage: async () => {
    const rows = rowsOf(await call(make("shiftPage"), "/api/v3/ledger?limit=20"))
    const of = `/api/v3/ledger?limit=5&marker=${rows[9].eid}`
    expect(rowsOf((await three("shiftPage", { rows: 2 }, of)).bent)).toEqual(rows.slice(8, 13))
    expect(rowsOf((await three("shiftPage", { rows: -2 }, of)).bent)).toEqual(rows.slice(12, 17))
  },
  shortPage: async () => {
    const { bent, before } = await three("shortPage", { rows: 2 })
    expect(rowsOf(bent)).toEqual(rowsOf(before).slice(0, -2))
  },
  lateRow: async () => {
    const { bent, before, after } = await three("lateRow", { rows: 2 })
    expect(rowsOf(bent)).toEqual(rowsOf(before).slice(2))
    expect(after.text).toBe(before.text)
  },
  correctedRow: async () => {
    const { bent, before, after } = await three("correctedRow")
    expect(rowsOf(bent)[0].eid).toBe(rowsOf(before)[0].eid)
    expect(rowsOf(bent)[0]).not.toEqual(rowsOf(before)[0])
    expect(after.text).toBe(before.text)
  },
  unknownOperation: async () => expect(rowsOf((await three("unknownOperation", { operation: "gift" })).bent)[0].operation).toBe("gift"),
  unknownCurrency: async () =>
    expect(rowsOf((await three("unknownCurrency", { currency: "qqq" })).bent)[0].balance_updates[0].currency).toBe("qqq"),
  numbersInsteadOfStrings: async () => {
    const { bent, before } = await three("numbersInsteadOfStrings")
    expect(typeof rowsOf(before)[0].balance_updates[0].amount).toBe("string")
    expect(rowsOf(bent)[0].balance_updates[0].amount).toBe(Number(rowsOf(before)[0].balance_updates[0].amount))
  }
}

describe("a fault", () => {
  it.each(faultNames)("%s fires on its request, alters the answer, and leaves the next one alone", async (name) => promises[name]())

  it("of rows never alters the truth", async () => {
    for (const name of ["correctedRow", "unknownCurrency", "emptyList", "reorderRows"] as const) {
      const { simulator } = await three(name)
      expect(simulator.truth()).toEqual(makeBitsoSimulator({ account: "beginner" }).truth())
    }
  })

  it("that is down is logged and counts against no limit", async () => {
    const one = install(
      makeBitsoSimulator({ account: "beginner", faults: { seed: 0, rules: [{ route: "*", nth: { from: 1, to: 400 }, fault: "down" }] } })
    )
    for (let i = 0; i < 400; i++) await attempt(one)
    expect(((await attempt(one)) as Seen).status).toBe(200)
  })

  it("can be planned while running", async () => {
    const one = install(makeBitsoSimulator({ account: "beginner" }))
    const post = (plan: unknown) => fetch(`${one.origin}/__sandbox/faults`, { method: "POST", body: JSON.stringify(plan) })
    expect((await post({ rules: [{ route: "*", fault: "html" }] })).status).toBe(200)
    expect(((await attempt(one)) as Seen).status).toBe(500)
    expect((await post({ rules: [{ route: "*", fault: "nonsense" }] })).status).toBe(400)
    await post({ rules: [] })
    expect(((await attempt(one)) as Seen).status).toBe(200)
    await fetch(`${one.origin}/__sandbox/requests`, { method: "DELETE" })
    expect(one.requests().counts.total).toBe(0)
  })
})
