/** Large deposits in the middle of days on which the market moved: at a Bitso so early that every price is that of one of the account's own trades. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { explainerOf, performanceFigures } from "./explainer.ts"
import {
  accountFile,
  type Answer,
  connected,
  install,
  type Installation,
  openSandbox,
  type Sandbox,
  type Server,
  until
} from "./harness.ts"

/** 64 digits of hex, another for each. */
const idOf = (place: number): string => place.toString(16).padStart(32, "0")

const wireTime = (at: string): string => new Date(at).toISOString().replace(".000Z", "+0000")

interface Entry {
  /** In Mexico City, six hours behind UTC. */
  readonly at: string
  /** Pesos that came from the bank; below zero: that left to it. */
  readonly pesos?: number
  /** Coins bought (below zero: sold) for pesos, without a fee. */
  readonly coins?: string
  readonly of?: string
  readonly price?: number
}

/** All rows as Bitso prints them, newest first. */
const accountOf = (entries: ReadonlyArray<Entry>) => {
  const ledger: Array<unknown> = []
  const userTrades: Array<unknown> = []
  for (const [place, { at, pesos, coins = "0", of = "btc", price = 0 }] of entries.entries()) {
    const row = { eid: idOf(place), created_at: wireTime(`${at}-06:00`) }
    if (pesos !== undefined) {
      const id = pesos < 0 ? { wid: idOf(1000 + place) } : { fid: idOf(1000 + place) }
      const details = {
        ...id,
        method: "praxis",
        method_name: "SPEI Transfer",
        asset: "mxn",
        network: "spei",
        protocol: "clabe",
        integration: "praxis"
      }
      ledger.unshift({
        ...row,
        operation: pesos < 0 ? "withdrawal" : "funding",
        balance_updates: [{ currency: "mxn", amount: pesos.toFixed(8) }],
        details
      })
      continue
    }
    const details = { tid: String(20_000_000 + place), oid: idOf(place).slice(-16) }
    const [major, minor] = [Number(coins).toFixed(8), (-Number(coins) * price).toFixed(8)]
    const updates = [
      { currency: of, amount: major },
      { currency: "mxn", amount: minor }
    ]
    ledger.unshift({ ...row, operation: "trade", balance_updates: updates, details })
    userTrades.unshift({
      book: `${of}_mxn`,
      created_at: row.created_at,
      minor,
      major,
      fees_amount: "0.00000000",
      fees_currency: "mxn",
      minor_currency: "mxn",
      major_currency: of,
      ...details,
      price: price.toFixed(2),
      side: Number(coins) > 0 ? "buy" : "sell",
      maker_side: "sell"
    })
  }
  return { ledger, user_trades: userTrades }
}

/** What one bitcoin cost when: 1,000,000, at noon of the tenth twice as much, in the evening half as much again as at first. */
const volatile: ReadonlyArray<Entry> = [
  { at: "2013-03-08T09:00:00", pesos: 100_000 },
  { at: "2013-03-08T10:00:00", coins: "0.05", price: 1_000_000 },
  { at: "2013-03-09T20:00:00", coins: "-0.001", price: 1_000_000 },
  { at: "2013-03-10T11:40:30", coins: "-0.001", price: 2_000_000 },
  { at: "2013-03-10T12:00:00", pesos: 300_000 },
  { at: "2013-03-10T18:30:00", coins: "-0.001", price: 1_500_000 },
  { at: "2013-03-11T18:30:00", coins: "-0.001", price: 1_500_000 },
  // Nobody trades in the hour before this one.
  { at: "2013-03-12T09:00:00", pesos: -200_000 },
  { at: "2013-03-12T18:30:00", coins: "-0.001", price: 1_200_000 }
]

let exchange: Sandbox
let caudal: Installation
let server: Server
const open = async (entries: ReadonlyArray<Entry>) => {
  using file = accountFile(accountOf(entries))
  exchange = await openSandbox(file.args)
  caudal = install(exchange.url)
  server = await caudal.start()
  await connected(server, exchange)
}
const close = async () => {
  await caudal?.[Symbol.asyncDispose]()
  await exchange?.stop()
}

const performance = async (args: string, fields: string): Promise<Answer> =>
  (await server.ask(`{ viewer { portfolio { performance(${args}, currency: MXN, timeZone: "America/Mexico_City") { ${fields} } } } }`))
    .viewer.portfolio.performance

const fields = `timeWeighted { value reason } largeFlowDays { date valued reason } basis { inputHash }`

/** Once the prices that a first look asked for have been read. */
const read = (args: string, isSo: (found: Answer) => boolean): Promise<Answer> =>
  until("the prices of the instants", async () => {
    const found = await performance(args, fields)
    return isSo(found) ? found : undefined
  })

describe("a large deposit at noon of a volatile day", () => {
  beforeAll(() => open(volatile))
  afterAll(close)

  const day = 'from: "2013-03-10", to: "2013-03-10"'

  it("is valued at its instant: the exact return, whatever the convention", async () => {
    const found = await read(day, ({ largeFlowDays }) => largeFlowDays[0]?.valued === true)
    // 51,000 pesos and 0.049 BTC; 2,000,000 each when the money came, 48 thousandths at 1,500,000 in the evening.
    const [start, before, end] = [51_000 + 49_000, 53_000 + 0.048 * 2_000_000, 353_000 + 1_500 + 0.047 * 1_500_000]
    const exact = (before / start) * (end / (before + 300_000)) - 1
    expect(exact).not.toBeCloseTo(end / (start + 300_000) - 1, 2)
    expect(found.timeWeighted.value).toBeCloseTo(exact, 14)
    expect(found.largeFlowDays).toEqual([{ date: "2013-03-10", valued: true, reason: null }])
    for (const timing of ["START", "END", "MID", "IN_START_OUT_END"])
      expect((await performance(`${day}, flowTiming: ${timing}`, fields)).timeWeighted).toEqual(found.timeWeighted)
  })

  it("is the one that the guide works out", async () => {
    const guide = readFileSync(join(import.meta.dirname, "../../../../docs/guide/performance.md"), "utf8")
    const example = guide.slice(guide.indexOf("## Large flows"), guide.indexOf("## Why this figure"))
    for (const row of ["51000 | 0.049 | 1000000 | 100000", "53000 | 0.048 | 2000000 | 149000", "354500 | 0.047 | 1500000 | 425000"])
      expect(example).toContain(row)
    const { timeWeighted } = await read(day, ({ largeFlowDays }) => largeFlowDays[0]?.valued === true)
    expect(timeWeighted.value).toBeCloseTo(Number(/425000 ÷ 449000 − 1 = \*\*(0\.\d+)\*\*/.exec(example)![1]), 14)
  })

  it("is explained: a second program follows the parts of the day to units, prices of the instant and postings", async () => {
    const args = `${day}, currency: MXN, timeZone: "America/Mexico_City"`
    const { check, figures, ...seen } = explainerOf(performanceFigures(server, args, 25))
    const { timeWeighted } = await performance(day, "timeWeighted { value }")
    expect(Number(await check("timeWeighted"))).toBe(timeWeighted.value)
    expect(Number(await check("index/2013-03-10"))).toBe(1 + timeWeighted.value)
    expect(figures()).toEqual(
      expect.arrayContaining([
        "days/2013-03-10/flows/0/value",
        "days/2013-03-10/flows/0/flow",
        "days/2013-03-10/flows/0/units/bitcoin",
        "days/2013-03-10/flows/0/units/mxn"
      ])
    )
    expect(seen.postings()).toBeGreaterThan(5)
    const { explain } = performanceFigures(server, args, 25)
    const { prices } = await explain("days/2013-03-10/flows/0/value", 0)
    expect(prices.find(({ asset }: Answer) => asset.assetId === "bitcoin")).toMatchObject({
      amount: "2000000",
      source: "Bitso btc_mxn, by the minute",
      date: null
    })
  })

  it("is estimated where nobody traded in the hour before, and says so", async () => {
    const found = await read('from: "2013-03-12", to: "2013-03-12"', ({ largeFlowDays }) => /traded/.test(largeFlowDays[0]?.reason ?? ""))
    expect(found.largeFlowDays).toEqual([
      { date: "2013-03-12", valued: false, reason: "no price of bitcoin at 2013-03-12T15:00:00.000Z: nobody traded it in the hour before" }
    ])
    const start = 356_000 + 0.046 * 1_500_000
    expect(found.timeWeighted.value).toBeCloseTo((157_200 + 0.045 * 1_200_000 + 200_000) / start - 1, 14)
  })

  it("asks by the minute for the hours before large flows alone, each once", async () => {
    const { requests } = await exchange.requests()
    const asked = requests.flatMap(({ endpoint, query }) => (endpoint === "ohlc" ? [new URLSearchParams(query)] : []))
    const minutes = asked
      .filter((query) => query.get("time_bucket") === "60")
      .map((query) => [query.get("book"), query.get("start"), query.get("end")])
    const hourBefore = (at: string) => [String(Date.parse(at) - 3_600_000), String(Date.parse(at))]
    const instants = ["2013-03-10T18:00:00Z", "2013-03-12T15:00:00Z"]
    expect(minutes.toSorted()).toEqual(["btc_mxn", "btc_usd"].flatMap((book) => instants.map((at) => [book, ...hourBefore(at)])))
    expect(new Set(asked.map((query) => query.get("time_bucket")))).toEqual(new Set(["60", "86400"]))
  })
})

/** Two coins, and three flows on one day. */
const busy: ReadonlyArray<Entry> = [
  { at: "2013-03-08T09:00:00", pesos: 200_000 },
  { at: "2013-03-08T10:00:00", coins: "0.05", price: 1_000_000 },
  { at: "2013-03-08T10:01:00", coins: "1", of: "eth", price: 50_000 },
  { at: "2013-03-09T20:00:00", coins: "-0.001", price: 1_000_000 },
  { at: "2013-03-09T20:01:00", coins: "-0.01", of: "eth", price: 50_000 },
  { at: "2013-03-10T09:40:00", coins: "-0.001", price: 1_200_000 },
  { at: "2013-03-10T09:50:00", coins: "-0.01", of: "eth", price: 40_000 },
  { at: "2013-03-10T10:00:00", pesos: 150_000 },
  { at: "2013-03-10T10:05:00", pesos: 50 },
  { at: "2013-03-10T15:30:00", coins: "-0.001", price: 900_000 },
  { at: "2013-03-10T15:40:00", coins: "-0.01", of: "eth", price: 60_000 },
  { at: "2013-03-10T16:00:00", pesos: -100_000 },
  { at: "2013-03-10T20:00:00", coins: "-0.001", price: 1_100_000 },
  { at: "2013-03-10T20:10:00", coins: "-0.01", of: "eth", price: 55_000 }
]

describe("a day of several flows", () => {
  beforeAll(() => open(busy))
  afterAll(close)

  const day = 'from: "2013-03-10", to: "2013-03-10"'

  it("is the product of its parts, and each figure is explained to the last bit", async () => {
    const found = await read(day, ({ largeFlowDays }) => largeFlowDays[0]?.valued === true)
    const worth = (pesos: number, btc: number, btcPrice: number, eth: number, ethPrice: number) => pesos + btc * btcPrice + eth * ethPrice
    const start = worth(101_500, 0.049, 1_000_000, 0.99, 50_000)
    const morning = worth(103_100, 0.048, 1_200_000, 0.98, 40_000)
    const later = morning + 150_000
    const evening = worth(103_100 + 150_050 + 1_500, 0.047, 900_000, 0.97, 60_000)
    const end = worth(154_650 + 1_650, 0.046, 1_100_000, 0.96, 55_000)
    const parts = [morning / start, later / (morning + 150_000), evening / (later + 50), end / (evening - 100_000)]
    expect(found.timeWeighted.value).toBeCloseTo(parts.reduce((index, part) => index * part, 1) - 1, 13)

    const args = `${day}, currency: MXN, timeZone: "America/Mexico_City"`
    // Two parts a page: the rest is an index in the middle of the day.
    const { check, figures } = explainerOf(performanceFigures(server, args, 2))
    expect(Number(await check("timeWeighted"))).toBe(found.timeWeighted.value)
    expect(figures()).toEqual(
      expect.arrayContaining(["index/2013-03-10/1", "days/2013-03-10/flows/2/flow", "days/2013-03-10/flows/1/units/ethereum"])
    )
  })

  it("is the same for the exchange, and in dollars over the rate of the day", async () => {
    const [whole, one] = [await performance(day, fields), await performance(`${day}, scope: { exchange: "bitso" }`, fields)]
    expect(one.timeWeighted).toEqual(whole.timeWeighted)
    const inDollars = `{ viewer { portfolio { performance(${day}, currency: USD, timeZone: "America/Mexico_City") { ${fields} } } } }`
    await until("the prices in dollars", async () => {
      const { largeFlowDays } = (await server.ask(inDollars)).viewer.portfolio.performance
      return largeFlowDays[0]?.valued === true ? true : undefined
    })
  })
})

describe("a large deposit while the exchange shows nothing shorter than days", () => {
  beforeAll(() => open(volatile))
  afterAll(close)

  const day = 'from: "2013-03-10", to: "2013-03-10"'
  const wholeHistory = () =>
    until("the closes of all days", async () => {
      const { priceSources } = (await server.ask("{ viewer { priceSources { source neededDays coveredDays } } }")).viewer
      const market = priceSources.find(({ source }: Answer) => source === "Bitso btc_mxn, daily")
      return market?.neededDays > 0 && market.neededDays === market.coveredDays ? market : undefined
    })

  it("counts by the convention, says why, and is exact once the prices can be read", async () => {
    await wholeHistory()
    await exchange.faults({ route: "ohlc", fault: "status", args: { status: 503 } })
    const found = await read(day, ({ largeFlowDays }) => /could not/.test(largeFlowDays[0]?.reason ?? ""))
    expect(found.largeFlowDays).toEqual([
      {
        date: "2013-03-10",
        valued: false,
        reason: expect.stringMatching(/^no price of bitcoin at 2013-03-10T18:00:00.000Z: it could not be read: bitso.ohlc: /)
      }
    ])
    expect(found.timeWeighted.value).toBeCloseTo((354_500 + 0.047 * 1_500_000) / (100_000 + 300_000) - 1, 14)
    const half = await performance(`${day}, flowTiming: MID`, "timeWeighted { value }")
    expect(half.timeWeighted.value).not.toBeCloseTo(found.timeWeighted.value, 2)

    await exchange.faults()
    await caudal.stop()
    server = await caudal.start()
    const later = await read(day, ({ largeFlowDays }) => largeFlowDays[0]?.valued === true)
    expect(later.timeWeighted.value).toBeCloseTo((149_000 / 100_000) * (425_000 / 449_000) - 1, 14)
    expect(later.basis.inputHash).not.toBe(found.basis.inputHash)
  })
})
