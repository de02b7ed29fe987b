import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { explainerOf, performanceFigures, recomputed, workedOut } from "./explainer.ts"
import { type Answer, connected, install, type Installation, openSandbox, type Sandbox, type Server } from "./harness.ts"
import * as hand from "./performance/byHand.ts"

let exchange: Sandbox
let caudal: Installation
let server: Server
beforeAll(async () => {
  exchange = await openSandbox(["--persona", "saver"])
  // The simulator's candles are made up: without them prices are those of the file.
  await exchange.faults({ route: "ohlc", fault: "status", args: { status: 503 } })
  caudal = install(exchange.url)
  server = await caudal.start()
  await connected(server, exchange)
  const { code, stderr } = await caudal.run("prices", "import", join(import.meta.dirname, "performance/closes.csv"), "--name", "closes")
  expect([code, stderr]).toEqual([0, "7912 prices from 2016-01-31 to 2021-06-30 imported as closes.\n"])
})
afterAll(async () => {
  await caudal?.[Symbol.asyncDispose]()
  await exchange?.stop()
})

const performance = async (args: string, fields: string): Promise<Answer> =>
  (await server.ask(`{ viewer { portfolio { performance(${args}) { ${fields} } } } }`)).viewer.portfolio.performance

const measure = "value reason bound { low high } causes { code assetId }"
const may = 'from: "2021-05-01", to: "2021-05-31", currency: USD'

describe("a saver's May 2021, at the closes of the real markets", () => {
  it("is to the last digit what plain fractions make of the rows", async () => {
    const found = await performance(
      may,
      `startValue { ${measure} } endValue { ${measure} } netFlow { ${measure} } gain { ${measure} }
       timeWeighted { value } modifiedDietz { value } moneyWeighted { value } moneyWeightedAnnual { value } moneyWeightedRoots basis { missingPrices { asset count reason } gaps { code } }`
    )
    const exactly = (value: string) => ({ value, reason: null, bound: null, causes: [] })
    expect(found.startValue).toEqual(exactly(hand.written(hand.valueOn(hand.start))))
    expect(found.endValue).toEqual(exactly(hand.written(hand.valueOn(hand.end))))
    expect(found.netFlow).toEqual(exactly(hand.written(hand.netFlow)))
    expect(found.gain).toEqual(exactly(hand.written(hand.gain)))
    expect(found.timeWeighted.value).toBeCloseTo(hand.asNumber(hand.timeWeighted), 14)
    expect(found.modifiedDietz.value).toBeCloseTo(hand.asNumber(hand.modifiedDietz), 14)
    // At that rate all money is worth nothing today: what was there and came in against what left and is there.
    const [rate] = found.moneyWeightedRoots
    expect(found.moneyWeightedRoots).toEqual([found.moneyWeightedAnnual.value])
    const worth = (value: hand.Fraction, day: string): number =>
      hand.asNumber(value) * (1 + rate) ** (-(Date.parse(day) - Date.parse(hand.start)) / 86_400_000 / 365)
    const paid = hand.flows.reduce((sum, { day, value }) => sum + worth(value, day), worth(hand.valueOn(hand.start), hand.start))
    expect(worth(hand.valueOn(hand.end), hand.end) / paid).toBeCloseTo(1, 10)
    expect(found.moneyWeighted.value).toBeCloseTo((1 + rate) ** (31 / 365) - 1, 12)
    expect(found.basis).toEqual({ missingPrices: [], gaps: [] })
  })

  it("adds up, by asset and by line", async () => {
    const { contributions, profit, gain, modifiedDietz } = await performance(
      may,
      `gain { value } modifiedDietz { value } contributions { byAsset { asset { symbol } gain { value } share { value } } byExchange { exchange gain { value } } }
       profit { lines { gain realised carriedOut unrealised income fees unknownBasis unexplained } priceEffect { value } currencyEffect { value } }`
    )
    const sum = (texts: ReadonlyArray<string>) => texts.map(hand.read).reduce(hand.plus, hand.zero)
    expect(contributions.byAsset.map(({ asset }: Answer) => asset.symbol).sort()).toEqual(["BTC", "ETH", "LTC", "MXN", "XRP"])
    expect(sum(contributions.byAsset.map((row: Answer) => row.gain.value))).toEqual(hand.gain)
    expect(contributions.byExchange).toEqual([{ exchange: "bitso", gain: { value: gain.value } }])
    const shares = contributions.byAsset.reduce((total: number, row: Answer) => total + row.share.value, 0)
    expect(shares).toBeCloseTo(modifiedDietz.value, 12)
    const { realised, carriedOut, unrealised, income, fees, unexplained } = profit.lines
    expect(profit.lines).toMatchObject({ gain: gain.value, income: "0", unexplained: "0" })
    expect(hand.less(sum([realised, carriedOut, unrealised, income, unexplained, profit.lines.unknownBasis]), hand.read(fees))).toEqual(
      hand.gain
    )
    const effects = sum([profit.priceEffect.value, profit.currencyEffect.value])
    expect(effects).toEqual(hand.plus(hand.gain, hand.read(fees)))
  })

  it("is the value of each day, a page at a time", async () => {
    const series: Array<Answer> = []
    let after = ""
    for (;;) {
      const page = (
        await server.ask(`{ viewer { portfolio { valuationSeries(${may}, first: 10${after}) { totalCount
          edges { node { date value { value } flow { value } carried } } pageInfo { hasNextPage endCursor } } } } }`)
      ).viewer.portfolio.valuationSeries
      expect(page.totalCount).toBe(31)
      series.push(...page.edges.map(({ node }: Answer) => node))
      if (!page.pageInfo.hasNextPage) break
      after = `, after: "${page.pageInfo.endCursor}"`
    }
    expect(series.map(({ date, value, flow }) => [date, value.value, flow.value])).toEqual(
      hand.days.map((day) => [day, hand.written(hand.valueOn(day)), hand.written(hand.flowOn(day))])
    )
    // On weekends the central bank's rate is Friday's.
    expect(series.filter(({ carried }) => carried > 0).map(({ date }) => date.slice(8))).toEqual([
      "01",
      "02",
      "08",
      "09",
      "15",
      "16",
      "22",
      "23",
      "29",
      "30"
    ])
  })
})

const figures = ["startValue", "endValue", "netFlow", "gain", "timeWeighted", "modifiedDietz", "moneyWeighted"]

describe("why a figure is what it is", () => {
  // A flow and a purchase on the 5th, a sale on the 12th.
  const days = 'from: "2021-05-03", to: "2021-05-13", currency: USD'
  it.each([
    { of: "everything", scope: "", first: 25, trades: [] },
    { of: "an exchange", scope: ', scope: { exchange: "bitso" }', first: 60, trades: [] },
    { of: "a coin", scope: ', scope: { asset: "ethereum" }', first: 3, trades: ["trades/ethereum/2021-05-12"] },
    {
      of: "money",
      scope: ', scope: { asset: "mxn" }, flowTiming: MID, dietzTiming: START',
      first: 7,
      trades: ["trades/mxn/2021-05-05", "trades/mxn/2021-05-12"]
    }
  ])(
    "of $of: a second program gets each figure from its explanation, and follows it to postings and prices",
    async ({ scope, first, trades }) => {
      const answer = await performance(days + scope, figures.map((figure) => `${figure} { value }`).join(" "))
      const { check, ...seen } = explainerOf(performanceFigures(server, days + scope, first))
      for (const figure of figures) {
        const { value } = answer[figure]
        const found = await check(figure)
        expect([figure, typeof value === "string" ? found : Number(found)]).toEqual([figure, value])
      }
      const followed = (start: string, end = "") => seen.figures().filter((one) => one.startsWith(start) && one.endsWith(end))
      const dates = Array.from({ length: 12 }, (_, i) => `2021-05-${String(i + 2).padStart(2, "0")}`)
      expect(followed("days/", "/value").sort()).toEqual(dates.map((date) => `days/${date}/value`))
      expect(followed("days/", "/flow").sort()).toEqual(dates.slice(1).map((date) => `days/${date}/flow`))
      expect(followed("index/")).toHaveLength(Math.ceil(11 / first) - 1)
      expect(followed("trades/").sort()).toEqual(trades)
      expect(followed("units/").length).toBeGreaterThanOrEqual(12)
      expect(["half", "parts after this page", "parts before this page", "rate a year"]).toEqual(expect.arrayContaining([...seen.loose()]))
      expect(seen.postings()).toBeGreaterThan(100)
      expect(seen.prices()).toBeGreaterThan(followed("units/").length)
    },
    300_000
  )

  it("shows at which rate all money is worth nothing, and that another value makes another figure", async () => {
    const { explain } = performanceFigures(server, may, 100)
    const page = await explain("moneyWeighted", 0)
    expect(Math.abs(Number(workedOut(page).get("worth at the rate")))).toBeLessThan(1e-6)
    for (const figure of figures) {
      const found = await explain(figure, 0)
      const terms = found.steps.at(-1).terms
      const input = terms.find(({ op }: Answer) => op === "INPUT")
      input.value = `${Number(input.value) * 2 + 1}`
      expect([figure, String(recomputed(found))]).not.toEqual([figure, found.value])
    }
  })

  it("of a figure that is not known is its reason, and of none is an error", async () => {
    const july = explainerOf(performanceFigures(server, 'from: "2021-07-10", to: "2021-07-20", currency: USD', 25))
    for (const figure of ["endValue", "gain", "timeWeighted", "modifiedDietz", "moneyWeighted"])
      expect([figure, await july.check(figure)]).toEqual([figure, null])
    const codeOf = async (figure: string, more = "") => {
      const query = `{ viewer { portfolio { explainPerformance(figure: "${figure}", ${may}${more}) { value } } } }`
      const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: server.headers, body: JSON.stringify({ query }) })
      return ((await answer.json()) as Answer).errors?.[0].extensions.code
    }
    for (const figure of ["value", "days/2021-06-01/value", "units/dogecoin/2021-05-05", "trades/ethereum/2021-05-12"])
      expect([figure, await codeOf(figure)]).toEqual([figure, "NOT_FOUND"])
    for (const more of [", offset: -1", ", first: 101"]) expect([more, await codeOf("netFlow", more)]).toEqual([more, "BAD_USER_INPUT"])
  })
})

describe("five years and a half", () => {
  it("have every measure, and their shape is that of the market's history", async () => {
    const found = await performance(
      'from: "2016-02-05", to: "2021-06-30", currency: USD',
      `startValue { value } timeWeighted { value } timeWeightedAnnual { value } moneyWeightedAnnual { value } moneyWeightedAmbiguous modifiedDietz { value reason }
       averageInvestmentReturn { value } benchmarks { kind timeWeighted { value reason } bustOn } feesDrag { taken { value } }
       risk { returns volatility { value } beta { value } correlation { value } drawdown { depth peak trough recovery } concentration { effectiveN { value } } } unvaluedDays`
    )
    const { risk, benchmarks, ...rest } = found
    expect(rest).toMatchObject({ startValue: { value: "0" }, moneyWeightedAmbiguous: false, unvaluedDays: [] })
    // More was taken out near the top of 2017 than was in at the start: there is no capital to average.
    expect(rest.modifiedDietz).toEqual({ value: null, reason: "the average capital is not above zero" })
    expect(rest.timeWeightedAnnual.value).toBeCloseTo((1 + rest.timeWeighted.value) ** (365 / 1973) - 1, 10)
    expect(risk.returns).toBe(1972)
    // From January 2018 until December all coins fell by nine tenths, and it took two years to come back.
    expect(risk.drawdown).toMatchObject({ peak: "2018-01-13", trough: "2018-12-15", recovery: "2021-01-05" })
    expect(risk.drawdown.depth).toBeCloseTo(-0.895, 3)
    expect(risk.beta.value).toBeGreaterThan(0.8)
    expect(risk.correlation.value).toBeGreaterThan(0.8)
    expect(rest.feesDrag.taken.value).toBeGreaterThan(0)
    // All in Bitcoin, the time-weighted return is Bitcoin's own, from the first close on.
    const bitcoin = benchmarks.find(({ kind }: Answer) => kind === "BITCOIN")
    const own = hand.asNumber(hand.over(hand.priceOn("btc", "2021-06-30"), hand.priceOn("btc", "2016-02-05"))) - 1
    expect(bitcoin.timeWeighted.value / own).toBeCloseTo(1, 9)
    // Untouched pesos could not have paid what was taken out.
    const held = benchmarks.find(({ kind }: Answer) => kind === "HOLD")
    expect(held).toEqual({
      kind: "HOLD",
      timeWeighted: { value: null, reason: expect.stringContaining("2017-12-27") },
      bustOn: "2017-12-27"
    })
  })

  it("are unavailable where a currency has no price, with what would close the gap, and never zero", async () => {
    const { endValue, gain, basis } = await performance(
      'from: "2021-07-10", to: "2021-07-20", currency: USD',
      `endValue { ${measure} } gain { value reason } basis { missingPrices { asset reason closedBy } }`
    )
    // The file ends in June: by the 20th of July no close is young enough. Pesos still have a rate.
    expect(endValue.value).toBeNull()
    expect(endValue.reason).toContain("no price of bitcoin")
    expect(endValue.causes.map(({ assetId }: Answer) => assetId).sort()).toEqual(["bitcoin", "ethereum", "litecoin", "xrp"])
    expect(Number(endValue.bound.low)).toBeGreaterThan(0)
    expect(endValue.bound.high).toBeNull()
    expect(gain.value).toBeNull()
    expect(basis.missingPrices).toContainEqual({ asset: "bitcoin", reason: "TOO_OLD", closedBy: expect.stringContaining("import") })
  })
})

describe("the guide's month", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../../docs/guide/performance.md"), "utf8")

  it("is what plain fractions make of the rows, line by line", () => {
    const { written, rounded, times } = hand
    const held = (day: string) =>
      hand.assets.map((asset) => {
        const [units, price] = [hand.unitsOn(asset, day), hand.priceOn(asset, day)]
        return [asset.toUpperCase(), written(units), written(price), written(times(units, price))]
      })
    const flows = hand.flows.map(({ day, asset, units, value }) => [
      day,
      asset.toUpperCase(),
      written(units),
      written(hand.priceOn(asset, day)),
      written(value)
    ])
    const days = hand.days.map((day, i) => {
      const flow = hand.flowOn(day)
      const factor = hand.factorOn(day, i === 0 ? hand.start : hand.days[i - 1]!)
      return [day, rounded(hand.valueOn(day), 4), flow.n === 0n ? "" : rounded(flow, 4), rounded(factor, 12)]
    })
    const tables = guide.slice(guide.indexOf("## One month by hand"))
    const cells = tables
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .map((line) =>
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim())
      )
    for (const row of [...held(hand.start), ...held(hand.end), ...flows, ...days]) expect(cells).toContainEqual(row)
    const results = [hand.valueOn(hand.start), hand.valueOn(hand.end), hand.netFlow, hand.gain].map(written)
    results.push(rounded(hand.modifiedDietz, 16), rounded(hand.timeWeighted, 16))
    for (const result of results) expect(tables).toContain(`**${result}**`)
    expect(tables).toContain(`${rounded(hand.averageCapital, 8)} (rounded)`)
  })

  it("is what its query answers", async () => {
    const [, query = ""] = /```graphql\n(.*?)```/s.exec(guide) ?? []
    const { performance: found, valuationSeries } = (await server.ask(query)).viewer.portfolio
    expect(found.gain.value).toBe(hand.written(hand.gain))
    expect(valuationSeries.edges).toHaveLength(31)
  })

  it("is explained by its query, figure by figure as its table has them", async () => {
    const why = guide.slice(guide.indexOf("## Why this figure"), guide.indexOf("## One month by hand"))
    const [, query = ""] = /```graphql\n(.*?)```/s.exec(why) ?? []
    const ask = async (figure: string) => (await server.ask(query, { figure })).viewer.portfolio.explainPerformance
    expect(Number((await ask("timeWeighted")).value)).toBeCloseTo(hand.asNumber(hand.timeWeighted), 14)
    const paths = [...why.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, path]) => path!))
    expect(paths).toEqual(expect.arrayContaining([...figures, "days/2021-05-05/flow", "units/bitcoin/2021-05-05", "index/2021-05-05"]))
    for (const path of paths.filter((path) => !path.startsWith("trades/")))
      expect([path, (await ask(path)).value]).toEqual([path, expect.any(String)])
    expect((await ask("days/2021-05-05/flow")).value).toBe(hand.written(hand.flowOn("2021-05-05")))
  })
})
