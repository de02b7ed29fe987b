import { binance } from "@caudal/exchange-binance"
import { type Account, makeBinanceSimulator, parseAccount, type PersonaName } from "@caudal/exchange-binance/simulator"
import type { JsonRow } from "@caudal/exchange/simulator"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { startRig } from "../rig.ts"

// The personas' orders between people are of August 2026, and shown for half a year.
beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 25, 12), shouldAdvanceTime: true }))
afterAll(() => void vi.useRealTimers())

interface Amounts {
  readonly total: string
  readonly available: string | null
  readonly locked: string | null
}
type Wallets = Readonly<Record<string, Readonly<Record<string, Amounts>>>>
interface Truth {
  readonly wallets: Wallets
  readonly lists: Readonly<Record<string, ReadonlyArray<JsonRow>>>
}

const truthOf = (simulator: ReturnType<typeof makeBinanceSimulator>): Truth => {
  const { wallets, ...rest } = simulator.truth() as { wallets: Wallets } & Record<string, unknown>
  const lists = Object.entries(rest).filter((entry): entry is [string, ReadonlyArray<JsonRow>] => Array.isArray(entry[1]))
  return { wallets, lists: Object.fromEntries(lists) }
}

const synced = async (account: PersonaName | Account, rateScale = 100_000) => {
  const simulator = makeBinanceSimulator({ account, rateScale })
  const rig = await startRig(binance, simulator, rateScale)
  const id = await rig.connect()
  return { simulator, rig, id, holdings: await holdingsOf(rig), certificate: await rig.certificate(id), truth: truthOf(simulator) }
}

/** By wallet and the code that Binance prints. */
const holdingsOf = async (rig: Awaited<ReturnType<typeof startRig>>): Promise<Wallets> => {
  const wallets: Record<string, Record<string, Amounts>> = {}
  for (const { wallet, asset, total, available, locked } of (await rig.holdings()).flatMap((holding) => holding.parts))
    (wallets[wallet] ??= {})[asset] = { total, available, locked }
  return wallets
}
const held = (wallets: Wallets): Wallets =>
  Object.fromEntries(
    Object.entries(wallets).flatMap(([wallet, amounts]) => {
      const some = Object.entries(amounts).filter(([, { total }]) => total !== "0")
      return some.length === 0 ? [] : [[wallet, Object.fromEntries(some)]]
    })
  )

/** Every row is one event, but for what is swept up: each coin is. */
const eventsIn = ({ lists }: Truth): number =>
  Object.values(lists)
    .flat()
    .reduce((sum, { userAssetDribbletDetails: swept }) => sum + (Array.isArray(swept) ? swept.length : 1), 0)

const clean = { nonceViolations: 0, insideLockout: 0, writes: 0 }

describe("beginner", () => {
  it("is proved without anybody's consent, and holds in each wallet what Binance holds", async () => {
    const { rig, id, holdings, certificate, truth, simulator } = await synced("beginner")
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", reason: null, unjoined: 0, quarantined: 0, unrecognised: 0 })
    expect(holdings).toEqual(held(truth.wallets))
    expect(Object.keys(holdings).sort()).toEqual(["earn", "funding", "spot"])
    expect((await rig.connection(id)).consentedAt).toBeNull()
    const before = await rig.events()
    expect(before).toHaveLength(eventsIn(truth))
    await rig.sync(id)
    expect(await rig.events()).toEqual(before)
    expect(simulator.requests().counts).toMatchObject(clean)
  }, 60_000)

  it("takes in what happens while it is being read, in every list", async () => {
    const { rig, id, simulator, truth } = await synced("beginner")
    await using _ = rig
    const at = Date.now() - 60_000
    simulator.append({
      deposits: Array.from({ length: 120 }, (_, n) => ({
        ...truth.lists["deposits"]![0],
        id: `new-${n}`,
        coin: "USDT",
        amount: "1",
        insertTime: at + n
      })).reverse(),
      trades: [{ ...truth.lists["trades"]!.find(({ symbol }) => symbol === "BNBUSDT"), id: 999_999_999, time: at }],
      flexible_rewards: [{ ...truth.lists["flexible_rewards"]![0], time: at }],
      transfers: [{ ...truth.lists["transfers"]!.find(({ type }) => type === "FUNDING_MAIN"), tranId: 5, amount: "1", timestamp: at }]
    })
    await rig.sync(id)
    expect(await rig.certificate(id)).toMatchObject({ state: "proved" })
    expect(await holdingsOf(rig)).toEqual(held(truthOf(simulator).wallets))
    expect(await rig.events()).toHaveLength(eventsIn(truth) + 123)
  }, 60_000)
})

describe("gap", () => {
  it("says by how much the books differ where rows were lost, or are older than what Binance shows: that cannot be told apart", async () => {
    const began = Date.now()
    const { rig, id, simulator, holdings, certificate, truth } = await synced("gap")
    await using _ = rig
    expect(holdings).toEqual(held(truth.wallets))
    expect(certificate.state).toBe("unproved")
    expect(certificate.reason).toContain("the exchange does not show p2p, transfers from before 2026-05-29: either ")
    // A deposit of 7,500 and a purchase of 0.12 less its fee; what was sold brought 814 less its fee, what was bought cost 2,385.60.
    const differences = Object.fromEntries(certificate.lines.map(({ asset, difference }) => [asset, difference]))
    expect(differences).toEqual({ BTC: "0.11988", ETH: "-0.5", USDT: "5927.586", XRP: "0" })
    expect(certificate.lines.map(({ asset, state }) => [asset, state])).toContainEqual(["XRP", "proved"])
    const streams = await rig.streams(id)
    for (const stream of ["p2p", "transfers"])
      expect(streams.find((one) => one.stream === stream)!.coverage).toContainEqual({
        from: expect.any(Number),
        to: expect.any(Number),
        state: "lost-at-source",
        reason: "the exchange does not show rows that are so old"
      })
    const asked = simulator
      .requests()
      .requests.flatMap(({ query }) => new URLSearchParams(query).get("startTimestamp") ?? [])
      .map(Number)
    expect(asked.length).toBeGreaterThan(3)
    for (const from of asked) expect(from).toBeGreaterThanOrEqual(began - 180 * 86_400_000)
  }, 60_000)

  it("of an account with markets that are gone is unproved: what was traded there cannot be known", async () => {
    const { rig, id } = await synced(
      parseAccount({
        deposits: [{ id: "d", coin: "USDT", amount: "5", status: 1, insertTime: 1_600_000_000_000 }],
        balance: { spot: { USDT: "6" } }
      })
    )
    await using _ = rig
    await rig.sync(id)
    const certificate = await rig.certificate(id)
    expect(certificate.state).toBe("unproved")
    expect(certificate.reason).toMatch(/no longer shows trades of \w+\/\w+/)
  }, 60_000)
})

describe("oddities", () => {
  it("is proved to the last digit, with what could not be read or named in plain sight", async () => {
    const { rig, holdings, certificate, truth } = await synced("oddities")
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", quarantined: 1 })
    expect(certificate.unrecognised).toBe(4)
    expect(holdings).toEqual(held(truth.wallets))
    const events = await rig.events()
    expect(events).toHaveLength(eventsIn(truth) - 1)
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set([
        "trade",
        "deposit",
        "withdrawal",
        "transfer",
        "conversion",
        "reward",
        "interest",
        "airdrop",
        "staking-in",
        "staking-out",
        "unrecognised"
      ])
    )
  }, 60_000)

  it("keeps nobody's name, no address that is none of a chain, and no secret", async () => {
    const { rig, simulator } = await synced("oddities")
    await using _ = rig
    const text = JSON.stringify(await rig.events())
    for (const planted of ["ana@example.com", "Para ", ...simulator.planted, ...Object.values(simulator.credentials)])
      expect(text).not.toContain(planted)
  }, 60_000)
})

describe("trader", () => {
  it("is read to the first of 4,000 fills within every limit, markets that are gone included, and proved", async () => {
    // Slow enough for the limits to bite: a few heavy calls are all that a minute allows.
    const { rig, certificate, holdings, truth, simulator } = await synced("trader", 2_000)
    await using _ = rig
    expect(certificate).toMatchObject({ state: "proved", reason: null, unjoined: 0 })
    expect(holdings).toEqual(held(truth.wallets))
    const fills = (await rig.events()).filter(({ stream }) => stream === "trades")
    expect(fills).toHaveLength(4_004)
    const { counts, requests } = simulator.requests()
    expect(counts).toMatchObject(clean)
    // Of what was refused, everything was a market that is gone.
    expect(new Set(requests.flatMap(({ code, endpoint }) => (code === null ? [] : [`${endpoint} ${code}`])))).toEqual(
      new Set(["myTrades -1121"])
    )
  }, 120_000)
})

describe("a key", () => {
  it.each([["trade"], ["withdraw"], ["levitate"]])("that may %s is refused", async (power) => {
    await using rig = await startRig(binance, makeBinanceSimulator({ account: "beginner", powers: [power], rateScale: 100_000 }))
    await expect(rig.connect(true)).rejects.toMatchObject({ _tag: "KeyTooPowerful" })
  })

  it("that is wrong, expired or used from elsewhere is told of all three", async () => {
    const simulator = makeBinanceSimulator({
      account: "beginner",
      rateScale: 100_000,
      faults: { seed: 1, rules: [{ route: "*", fault: "disallowedIp" }] }
    })
    await using rig = await startRig(binance, simulator)
    const message = await rig.connect(true).then(
      () => "",
      (error: unknown) => JSON.stringify(error)
    )
    for (const cause of [/expired/, /address/, /Enable Reading/]) expect(message).toMatch(cause)
    expect(message).not.toContain("203.0.113")
  })
})
