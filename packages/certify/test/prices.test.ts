/** The cases for adapters from whose exchange only prices come: an honest one passes them, and each bug is caught by name. */
import { type Adapter, Decimal, type Reply, type Ticker } from "@caudal/exchange"
import { recordedPackage } from "@caudal/exchange/simulator"
import { describe, expect, it } from "vitest"
import { cases, runCase, sourcesOf, testsOf } from "../src/index.ts"
import { dew, readTickers } from "./toy/src/Dew.ts"
import { pond } from "./toy/src/index.ts"

const sources = sourcesOf(new URL("./toy/", import.meta.url), "src/Dew.ts")
const simulator = recordedPackage(dew.manifest, [
  {
    call: { endpoint: "markets" },
    text: '{"rows":[{"id":"btc-usd","base":"btc","quote":"usd"},{"id":"eth-usd","base":"eth","quote":"usd"},{"id":"old-usd","base":"old","quote":"usd"}]}'
  },
  {
    call: { endpoint: "tickers", query: [["kind", "spot"]] },
    text: '{"rows":[{"id":"btc-usd","bid":"50000.123456789012345678","ask":50001.5},{"id":"eth-usd","bid":"0.00","ask":"1e-7"},{"id":"old-usd","bid":"0","ask":"0"},{"id":"btc-perp","bid":"1","ask":"2"}]}'
  }
])

describe("an honest adapter of prices alone", () => {
  for (const { title, skipped, run } of testsOf({ adapter: dew, simulator, sources })) it.skipIf(skipped !== null)(title, run, 60_000)

  it("is excused from all that takes an account, by what its manifest declares, and from nothing else", () => {
    const excused = cases.filter((one) => (one.skip?.(dew.manifest) ?? null) !== null)
    expect(cases.filter((one) => !excused.includes(one)).map(({ id }) => id)).toEqual([
      "D-01",
      "D-02",
      "D-03",
      "D-04",
      "D-08",
      "Q-01",
      "Q-02",
      "Q-03",
      "Q-08",
      "Q-04",
      "Q-05",
      "Q-06",
      "Q-07",
      "O-10",
      "O-11",
      "K-01"
    ])
    for (const one of excused) expect(one.skip!(dew.manifest)).toMatch(/the manifest declares no books|it shows no candles/)
    const withLibrary = { ...dew.manifest, library: "somebody's" }
    for (const id of ["O-10", "O-11"])
      expect(cases.find((one) => one.id === id)!.skip!(withLibrary)).toContain("somebody's reads its replies")
  })

  it("is what some of these cases are for: accounts are excused from them", () => {
    const excused = cases.filter(({ group, skip }) => group === "prices" && skip!(pond.manifest) !== null)
    expect(excused.map(({ id, skip }) => [id, skip!(pond.manifest)])).toEqual(
      ["Q-01", "Q-06", "Q-07"].map((id) => [id, expect.stringContaining("books")])
    )
  })
})

type Parse = NonNullable<Adapter["documents"]["ticker"]>["parse"]

const reading = (parse: Parse): Adapter => ({ ...dew, documents: { ...dew.documents, ticker: { ...dew.documents.ticker!, parse } } })
const each = (change: (one: Ticker, reply: Reply) => Ticker): Adapter =>
  reading((reply, also) => ({ items: readTickers(reply, also).map((one) => change(one, reply)), quarantined: [] }))
const bare = (reply: Reply): ReadonlyArray<Ticker> => readTickers(reply, [{ ...reply, json: { rows: [] } }])
let times = 0

const broken: ReadonlyArray<readonly [name: string, adapter: Adapter, caught: string, says: string]> = [
  [
    "signs public calls",
    {
      ...dew,
      manifest: {
        ...dew.manifest,
        endpoints: { ...dew.manifest.endpoints, tickers: { ...dew.manifest.endpoints["tickers"]!, signed: true } }
      }
    },
    "Q-01",
    "no price was read"
  ],
  [
    "rounds prices",
    each((one) => ({ ...one, bid: one.bid && Decimal.make(Number(one.bid).toFixed(2)) })),
    "Q-02",
    "which the exchange did not print"
  ],
  ["takes no offer for an offer of zero", each((one) => ({ ...one, bid: one.bid ?? Decimal.zero })), "Q-02", "has the price 0"],
  ["lists markets without prices", each((one) => ({ ...one, bid: null, ask: null })), "Q-02", "without any price"],
  [
    "reads nothing",
    reading((reply) => ({ items: bare(reply), quarantined: [{ pointer: "", reason: "odd" }] })),
    "Q-02",
    "no price could be read: odd"
  ],
  [
    "takes contracts for markets",
    each((one) => ({ ...one, market: one.market.replace("-usd", "-perp") })),
    "Q-03",
    "btc-perp (btc/usd) is on no list"
  ],
  ["mixes up the two assets", each((one) => ({ ...one, base: one.quote, quote: one.base })), "Q-03", "(usd/btc) is on no list"],
  ["asks the clock", each((one) => ({ ...one, at: Date.now() })), "Q-04", "Date.now"],
  ["remembers", each((one) => ({ ...one, at: ++times })), "Q-04", "answers differently"],
  ["takes a page for an answer", { ...dew, classify: () => null }, "Q-05", "is taken for an answer"],
  [
    "makes a price of an error",
    reading((reply, also) => {
      const items = readTickers(reply, also)
      return {
        items: items.length > 0 ? items : [{ market: "x", base: "x", quote: "y", bid: Decimal.zero, ask: null, last: null, at: null }],
        quarantined: []
      }
    }),
    "Q-05",
    "taken for the price of x"
  ],
  [
    "asks for a key that nothing needs",
    { ...dew, manifest: { ...dew.manifest, credentials: pond.manifest.credentials } },
    "Q-06",
    "the manifest asks for credentials"
  ],
  [
    "uses the whole limit",
    {
      ...dew,
      manifest: {
        ...dew.manifest,
        rates: Object.fromEntries(Object.entries(dew.manifest.rates).map(([key, rule]) => [key, { ...rule, budget: rule.limit }]))
      }
    },
    "D-04",
    "no room left"
  ]
]

describe("a broken adapter of prices alone", () => {
  it.each(broken)(
    "that %s is caught",
    async (_name, adapter, caught, says) => {
      const outcome = await runCase(
        cases.find(({ id }) => id === caught)!,
        { adapter, simulator, sources }
      )
      expect(outcome).toMatchObject({ state: "failed", reason: expect.stringContaining(says) })
    },
    60_000
  )
})
