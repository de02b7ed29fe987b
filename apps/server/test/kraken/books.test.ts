import { kraken } from "@caudal/exchange-kraken"
import { type Account, makeKrakenSimulator, type PersonaName, personas } from "@caudal/exchange-kraken/simulator"
import type { JsonRow } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { startRig } from "../rig.ts"

type Amounts = Readonly<Record<string, { readonly total: string; readonly available: string; readonly locked: string }>>

const truthOf = (simulator: ReturnType<typeof makeKrakenSimulator>) =>
  simulator.truth() as { balances: Amounts; ledger: ReadonlyArray<JsonRow>; ledger_missing: ReadonlyArray<JsonRow> }

const synced = async (account: PersonaName | Account, rateScale = 100_000) => {
  const simulator = makeKrakenSimulator({ account, rateScale })
  const rig = await startRig(kraken, simulator, rateScale)
  const id = await rig.connect()
  // By the codes that Kraken prints: a holding joins what is one asset (`DOT` and `DOT.S`).
  const parts = (await rig.holdings()).flatMap((holding) => holding.parts)
  const holdings = Object.fromEntries(parts.map(({ asset, total, available, locked }) => [asset, { total, available, locked }]))
  return { simulator, rig, id, holdings, certificate: await rig.certificate(id), truth: truthOf(simulator) }
}
const held = (balances: Amounts) => Object.fromEntries(Object.entries(balances).filter(([, { total }]) => total !== "0"))

describe("beginner", () => {
  it("is proved without anybody's consent, and holds what Kraken holds", async () => {
    const { rig, id, holdings, certificate, truth, simulator } = await synced("beginner")
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", reason: null, unjoined: 0, quarantined: 0, unrecognised: 0 })
    expect(holdings).toEqual(held(truth.balances))
    expect(new Set(certificate.lines.map(({ wallet }) => wallet))).toEqual(new Set(["spot", "earn"]))
    expect((await rig.connection(id)).consentedAt).toBeNull()
    const before = await rig.events()
    expect(before).toHaveLength(truth.ledger.length)
    await rig.sync(id)
    expect(await rig.events()).toEqual(before)
    expect(simulator.requests().counts).toMatchObject({ nonceViolations: 0, insideLockout: 0, writes: 0 })
  })

  it("takes in what happens while it is being read", async () => {
    const { rig, id, simulator, truth } = await synced("beginner")
    await using _ = rig
    const [newest] = truth.ledger
    const more = Array.from({ length: 70 }, (_, n) => ({
      ...newest,
      id: `LNEW${n}`,
      refid: `RNEW${n}`,
      time: 1_800_000_000 + n / 10,
      asset: "ZUSD",
      type: "deposit",
      subtype: "",
      amount: "1.0000",
      fee: "0.0000"
    }))
    simulator.append({ ledger: more.reverse() })
    await rig.sync(id)
    expect(await rig.certificate(id)).toMatchObject({ state: "proved" })
    expect(await rig.events()).toHaveLength(truth.ledger.length + 70)
  })
})

describe("gap", () => {
  it("differs where rows were lost, by how much, and between which rows", async () => {
    const { rig, holdings, certificate, truth } = await synced("gap")
    await using _ = rig
    expect(holdings).toEqual(held(truth.balances))
    expect(certificate.state).toBe("differs")
    expect(certificate.unjoined).toBe(3)
    const lost = new Set(truth.ledger_missing.map(({ asset }) => asset))
    expect(lost).toEqual(new Set(["ZUSD", "XXBT", "XETH"]))
    for (const { asset, state, interval, reason } of certificate.lines) {
      expect([asset, state]).toEqual([asset, lost.has(asset) ? "differs" : "proved"])
      if (!lost.has(asset)) continue
      expect(interval).toMatchObject({ precision: "witness" })
      expect(interval!.from).toBeLessThan(Date.UTC(2022, 8, 5))
      expect(interval!.to).toBeGreaterThan(Date.UTC(2022, 8, 9))
      expect(reason).toContain("rows are missing from the ledger that its witnesses show")
    }
  })
})

describe("oddities", () => {
  it("is proved to the last digit, with what could not be read or named in plain sight", async () => {
    const { rig, holdings, certificate, truth } = await synced("oddities")
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", quarantined: 1 })
    expect(certificate.unrecognised).toBeGreaterThan(3)
    expect(holdings).toEqual(held(truth.balances))
    const events = await rig.events()
    expect(events).toHaveLength(truth.ledger.length - 1)
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set([
        "trade",
        "deposit",
        "withdrawal",
        "transfer",
        "conversion",
        "reward",
        "staking-out",
        "referral",
        "correction",
        "funding-payment",
        "unrecognised"
      ])
    )
  })

  it("keeps no name, no account of a bank and no secret", async () => {
    const { rig, simulator } = await synced("oddities")
    await using _ = rig
    const text = JSON.stringify(await rig.events())
    for (const planted of ["Bóveda", "NL91ABNA", ...simulator.planted, ...Object.values(simulator.credentials)])
      expect(text).not.toContain(planted)
  })
})

describe("trader", () => {
  it("is read to the first of 20,000 rows within Kraken's counter, and proved", async () => {
    // Slow enough for the counter to bite: 400 pages of ledger and 200 of trades at two points each.
    const { rig, certificate, holdings, truth, simulator } = await synced("trader", 1_000)
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", reason: null, unjoined: 0 })
    expect(holdings).toEqual(held(truth.balances))
    const { counts, requests } = simulator.requests()
    expect(counts.byEndpoint["Ledgers"]).toBeGreaterThan(400)
    expect(counts).toMatchObject({ nonceViolations: 0, insideLockout: 0, writes: 0 })
    expect(requests.filter(({ code }) => code !== null)).toEqual([])
  }, 120_000)
})

describe("a key", () => {
  it.each([["trade"], ["withdraw"], ["levitate"]])("that may %s is refused", async (power) => {
    await using rig = await startRig(kraken, makeKrakenSimulator({ account: "beginner", powers: [power], rateScale: 100_000 }))
    await expect(rig.connect(true)).rejects.toMatchObject({ _tag: "KeyTooPowerful" })
  })

  it("that is limited to dates is taken, and its books are never called proved", async () => {
    const from = Date.UTC(2023, 2, 1)
    const to = Date.UTC(2024, 0, 1)
    const { rig, id, certificate, holdings, truth } = await synced({ ...personas.beginner(), query_from: from / 1000, query_to: to / 1000 })
    await using _ = rig
    expect(certificate.state).toBe("unproved")
    expect(certificate.reason).toContain("HISTORY_TRUNCATED: The key shows the account's history only from 2023-03-01 to 2024-01-01")
    for (const line of certificate.lines) expect(line).toMatchObject({ state: "unproved", opening: null })
    expect((await rig.connection(id)).failure).toMatchObject({ code: "HISTORY_TRUNCATED", who: "user", stops: "nothing" })
    expect((await rig.connection(id)).status).toBe("active")
    const [ledger] = await rig.streams(id)
    expect(ledger).toMatchObject({ stream: "ledger", state: "complete" })
    expect(ledger!.coverage.slice(0, 3)).toMatchObject([
      { from: 0, to: from, state: "failed", reason: "HISTORY_TRUNCATED" },
      { from, to, state: "known" },
      { from: to, state: "failed", reason: "HISTORY_TRUNCATED" }
    ])
    expect(holdings).toEqual(held(truth.balances))
  })
})
