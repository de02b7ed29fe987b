import { coinbase } from "@caudal/exchange-coinbase"
import { generateKeyPairSync } from "node:crypto"
import {
  type Account,
  type CoinbaseSimulatorOptions,
  type Held,
  makeCoinbaseSimulator,
  type PersonaName,
  personas
} from "@caudal/exchange-coinbase/simulator"
import { Decimal } from "@caudal/exchange"
import type { JsonRow } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { startRig } from "../rig.ts"

interface Truth {
  readonly wallets: ReadonlyArray<Held>
  readonly transactions: ReadonlyArray<JsonRow>
  readonly transactions_missing: ReadonlyArray<JsonRow>
  readonly fills: ReadonlyArray<JsonRow>
}

const line = ({ wallet, asset, total, available, locked }: Held): string => `${wallet} ${asset} ${total} ${available} ${locked}`

const synced = async (account: PersonaName | Account, options: Partial<CoinbaseSimulatorOptions> & { rateScale?: number } = {}) => {
  const rateScale = options.rateScale ?? 100_000
  const simulator = makeCoinbaseSimulator({ account, ...options, rateScale })
  const rig = await startRig(coinbase, simulator, rateScale)
  const id = await rig.connect()
  // By the codes that Coinbase prints: a holding joins what is one asset.
  const parts = (await rig.holdings()).flatMap((holding) => holding.parts)
  return {
    simulator,
    rig,
    id,
    holdings: parts.map((part) => line(part as Held)).toSorted(),
    certificate: await rig.certificate(id),
    truth: simulator.truth() as Truth
  }
}
const held = ({ wallets }: Truth) =>
  wallets
    .filter(({ total }) => total !== "0")
    .map(line)
    .toSorted()

describe("beginner", () => {
  it.each(["ES256", "EdDSA"] as const)(
    "is proved with a key of %s, without anybody's consent, and holds what Coinbase holds",
    async (keyKind) => {
      const { rig, id, holdings, certificate, truth, simulator } = await synced("beginner", { keyKind })
      await using _ = rig
      expect(certificate).toMatchObject({ state: "proved", reason: null, unjoined: 0, quarantined: 0, unrecognised: 0 })
      expect(holdings).toEqual(held(truth))
      expect(new Set(certificate.lines.map(({ wallet }) => wallet))).toEqual(new Set(["main", "vault", "staked"]))
      expect((await rig.connection(id)).consentedAt).toBeNull()
      const before = await rig.events()
      expect(before).toHaveLength(truth.transactions.length)
      await rig.sync(id)
      expect(await rig.events()).toEqual(before)
      expect(simulator.requests().counts).toMatchObject({ insideLockout: 0, writes: 0 })
    }
  )

  it("takes in what happens while it is being read, also in a wallet that was not there before", async () => {
    const { rig, id, simulator, truth } = await synced("beginner")
    await using _ = rig
    const usdc = truth.wallets.find(({ asset }) => asset === "USDC")!
    const [template] = truth.transactions.filter(({ type }) => type === "interest")
    const walletPath = String(template!["resource_path"]).split("/transactions/")[0]!
    const now = `${new Date().toISOString().slice(0, 19)}Z`
    const rows = (path: string, currency: string) =>
      Array.from({ length: 130 }, (_, n) => ({
        ...template,
        id: `${currency}-${n}`,
        amount: { amount: "1.00000000", currency },
        created_at: now,
        resource_path: `${path}/transactions/${currency}-${n}`
      }))
    const fresh = "0a0a0a0a-1111-5222-a333-444444444444"
    simulator.append({
      wallets: [{ id: fresh, name: "XLM Wallet", type: "wallet", primary: false, created_at: now, currency: { code: "XLM" } }],
      transactions: [...rows(walletPath, "USDC"), ...rows(`/v2/accounts/${fresh}`, "XLM")]
    })
    await rig.sync(id)
    expect(await rig.certificate(id)).toMatchObject({ state: "proved" })
    expect(await rig.events()).toHaveLength(truth.transactions.length + 260)
    const parts = (await rig.holdings()).flatMap((holding) => holding.parts)
    expect(parts.find(({ asset }) => asset === "XLM")).toMatchObject({ total: "130" })
    expect(parts.find(({ asset }) => asset === "USDC")!.total).toBe(Decimal.add(Decimal.make(usdc.total), Decimal.make("130")))
  })
})

describe("gap", () => {
  it("differs where rows were lost, by how much, and between which rows", async () => {
    const { rig, holdings, certificate, truth } = await synced("gap")
    await using _ = rig
    expect(holdings).toEqual(held(truth))
    expect(certificate.state).toBe("differs")
    expect(certificate.unjoined).toBe(2)
    const lost = new Set(truth.transactions_missing.map(({ amount }) => (amount as JsonRow)["currency"]))
    expect(lost).toEqual(new Set(["USD", "BTC", "ETH"]))
    for (const { asset, state, interval } of certificate.lines) {
      expect([asset, state]).toEqual([asset, lost.has(asset) ? "differs" : "proved"])
      if (!lost.has(asset)) continue
      expect(interval).toMatchObject({ precision: "witness" })
      expect(interval!.from).toBeLessThanOrEqual(Date.UTC(2022, 8, 6, 9, 12, 44))
      expect(interval!.to).toBeGreaterThan(Date.UTC(2022, 8, 6, 9, 12, 44))
    }
  })
})

describe("oddities", () => {
  it("is proved to the last digit, with what could not be read or named in plain sight", async () => {
    const { rig, holdings, certificate, truth } = await synced("oddities")
    await using _ = rig
    // The row that nobody can read, and the fill of a perpetual.
    expect(certificate).toMatchObject({ state: "proved", quarantined: 2, unjoined: 0 })
    expect(certificate.unrecognised).toBeGreaterThan(4)
    expect(holdings).toEqual(held(truth))
    const events = await rig.events()
    expect(events).toHaveLength(truth.transactions.length - 1)
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set([
        "trade",
        "deposit",
        "withdrawal",
        "transfer",
        "conversion",
        "reward",
        "interest",
        "staking-in",
        "staking-out",
        "fee",
        "card",
        "correction",
        "unrecognised"
      ])
    )
  })

  it("keeps what is told twice once, and both tellings", async () => {
    const { rig } = await synced("oddities")
    await using _ = rig
    const repeated = (await rig.events()).filter(({ operation }) => operation?.startsWith("exchange_"))
    expect(repeated.map(({ postings, status, kind }) => [postings, status, kind])).toEqual([
      [[], "settled", "transfer"],
      [[], "settled", "transfer"]
    ])
  })

  it("keeps no name, no address, no bank and no secret", async () => {
    const { rig, simulator } = await synced("oddities")
    await using _ = rig
    const text = JSON.stringify(await rig.events())
    for (const planted of [
      "Bóveda",
      "Banco de Ana",
      "Ana Planta",
      "ana@planta",
      ...simulator.planted,
      ...Object.values(simulator.credentials)
    ])
      expect(text).not.toContain(planted)
  })
})

describe("trader", () => {
  it("is read to the first of 8,000 rows in nine wallets within both limits, and proved", async () => {
    const { rig, certificate, holdings, truth, simulator } = await synced("trader", { rateScale: 200 })
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", reason: null, unjoined: 0 })
    expect(holdings).toEqual(held(truth))
    const { counts, requests } = simulator.requests()
    expect(counts.byEndpoint["accounts/{wallet}/transactions"]).toBeGreaterThan(80)
    expect(counts).toMatchObject({ insideLockout: 0, writes: 0 })
    expect(requests.filter(({ code }) => code !== null)).toEqual([])
  }, 120_000)
})

describe("a key", () => {
  it.each([["trade"], ["withdraw"], ["levitate"]])("that may %s is refused", async (power) => {
    await using rig = await startRig(coinbase, makeCoinbaseSimulator({ account: "beginner", powers: [power], rateScale: 100_000 }))
    await expect(rig.connect(true)).rejects.toMatchObject({ _tag: "KeyTooPowerful" })
  })

  it("that was pasted in part is the owner's to mend, and nothing is sent with it", async () => {
    const simulator = makeCoinbaseSimulator({ account: "beginner", rateScale: 100_000 })
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "secp256k1" })
    const wrongCurve = privateKey.export({ type: "sec1", format: "pem" }) as string
    for (const pasted of [wrongCurve, simulator.credentials["privateKey"]!.replace("MHcCAQEE", "MHcCAQEF")]) {
      await using rig = await startRig(coinbase, { ...simulator, credentials: { ...simulator.credentials, privateKey: pasted } })
      await expect(rig.connect(true)).rejects.toMatchObject({
        _tag: "ExchangeRefused",
        failure: { code: "AUTH_INVALID", who: "user", message: expect.stringContaining("Paste it whole") as string }
      })
    }
    expect(simulator.requests().counts.total).toBe(0)
  })

  it.each([
    ["in one line", (pem: string) => pem.replaceAll("\n", "")],
    ["with the line breaks of a JSON file", (pem: string) => pem.replaceAll("\n", "\\n")]
  ])("that was pasted %s works", async (_how, pasted) => {
    const simulator = makeCoinbaseSimulator({ account: "beginner", rateScale: 100_000 })
    const credentials = { ...simulator.credentials, privateKey: pasted(simulator.credentials["privateKey"]!) }
    await using rig = await startRig(coinbase, { ...simulator, credentials })
    expect(await rig.certificate(await rig.connect())).toMatchObject({ state: "proved" })
  })

  it("of another portfolio that is shown the same wallets is the same account", async () => {
    const simulator = makeCoinbaseSimulator({ account: "beginner", rateScale: 100_000 })
    await using rig = await startRig(coinbase, simulator)
    const first = await rig.connect()
    expect(await rig.connect()).toBe(first)
    const other = makeCoinbaseSimulator({ account: { ...personas.beginner(), portfolio: "another" }, rateScale: 100_000 })
    expect(other.credentials).not.toEqual(simulator.credentials)
    await using second = await startRig(coinbase, other)
    expect((await second.connection(await second.connect())).accountKey).toBe((await rig.connection(first)).accountKey)
  })
})
