/** Lists of lots and gains: whatever there is, an answer holds no more than was asked for, and nothing is lost between its parts. */
import { LotHoldsLess, SettingsRefused } from "@caudal/engine"
import type { GainDisposal, LotUsed, NamedLotGap, OpenLot, OpenLots, YearGains } from "@caudal/engine"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { advice } from "../src/advice.ts"
import { type Answer, codeOf, serveFake } from "./fakeEngine.ts"

const bitcoin = { id: "bitcoin", symbol: "BTC", name: "Bitcoin", kind: "crypto", status: "known", via: "*:BTC", reason: null } as const
const one = Decimal.make("1")
const many = <A>(count: number, make: (place: number) => A): ReadonlyArray<A> => Array.from({ length: count }, (_, place) => make(place))

const money = { proceeds: one, costBasis: one, gain: one, acquired: "2020-01-01", quantity: one, transactions: [], opening: null }
const used = (place: number): LotUsed => ({ ...money, lot: `lot-${place}`, rule: "fifo", term: "short" }) as never
const gap = (place: number): NamedLotGap =>
  ({ code: "unclassified", event: `gap-${place}`, asset: bitcoin, quantity: one, at: place, transactions: [], opening: null }) as never
const disposal = (place: number): GainDisposal =>
  ({
    ...money,
    event: `sale-${place}`,
    events: [],
    asset: bitcoin,
    date: "2020-01-02",
    denied: one,
    choice: null,
    lots: many(130, used)
  }) as never
const openLot = (place: number): OpenLot => ({ ...money, lot: `open-${place}`, account: null, asset: bitcoin, chosen: one }) as never

const sums = { proceeds: one, costBasis: one, gain: one }
const answer = {
  jurisdiction: null,
  method: "FIFO",
  currency: "mxn",
  currencyIdentity: bitcoin,
  timeZone: "UTC",
  settings: [],
  inputHash: "",
  projectionVersion: 1,
  unproved: [],
  gaps: many(301, gap)
} as const
const year = {
  ...answer,
  year: 2020,
  period: { label: "2020", from: "2020-01-01", until: "2020-12-31" },
  disposals: many(250, disposal),
  totals: { ...sums, short: sums, long: sums, unknownDisposals: 0 },
  complete: true
} as unknown as YearGains
const open = { ...answer, lots: many(210, openLot) } as unknown as OpenLots

const served = serveFake({ gains: { year: () => Effect.succeed(year), lots: () => Effect.succeed(open) } })
afterAll(() => served.runtime.dispose())

const ask = (field: string): Promise<Answer> => served.ask(`{ viewer { portfolio { ${field} } } }`)
const gainsOf = (fields: string) => `gains(year: 2020, currency: MXN) { ${fields} }`
const lotsOf = (fields: string) => `lots(currency: MXN) { ${fields} }`

/** Where each list stands in an answer, how long it is, and how one of it is named. */
const lists = [
  ["disposals of a year", gainsOf, "disposals", "disposalCount", "event", 250, (data: Answer["data"]) => data.gains],
  ["gaps of a year", gainsOf, "gaps", "gapCount", "event", 301, (data: Answer["data"]) => data.gains],
  ["lots that are left", lotsOf, "lots", "lotCount", "lot", 210, (data: Answer["data"]) => data.lots],
  ["gaps of lots", lotsOf, "gaps", "gapCount", "event", 301, (data: Answer["data"]) => data.lots],
  [
    "lots of a disposal",
    (fields: string) => gainsOf(`disposals(first: 1, offset: 7) { ${fields} }`),
    "lots",
    "lotCount",
    "lot",
    130,
    (data: Answer["data"]) => data.gains.disposals[0]
  ]
] as const

describe.each(lists)("%s", (_what, within, list, count, name, length, found) => {
  const part = async (args: string) => {
    const { data, errors } = await ask(within(`${count} ${list}${args} { ${name} }`))
    expect(errors).toBeUndefined()
    const holder = found(data.viewer.portfolio)
    expect(holder[count]).toBe(length)
    return holder[list].map((each: Answer["data"]) => each[name]) as ReadonlyArray<string>
  }

  it("come in parts that make the whole, each once", async () => {
    const all: Array<string> = []
    for (let offset = 0; offset < length; offset += 100) all.push(...(await part(`(first: 100, offset: ${offset})`)))
    expect(new Set(all).size).toBe(length)
    expect(all).toHaveLength(length)
    expect(await part(`(first: 3, offset: ${length - 1})`)).toEqual([all.at(-1)])
    expect(await part(`(offset: ${length})`)).toEqual([])
  })

  it("are 25 where nobody says how many, and never more than 100", async () => {
    expect(await part("")).toHaveLength(25)
    for (const args of ["(first: 101)", "(first: 0)", "(offset: -1)"])
      expect([args, codeOf(await ask(within(`${list}${args} { ${name} }`)))]).toEqual([args, "BAD_USER_INPUT"])
  })
})

describe("lists within lists", () => {
  const everything = `event asset { symbol } date quantity proceeds costBasis denied gain lotCount choice { state }`
  const ofLot = `lot acquired quantity proceeds costBasis gain chosen term transactions { id kind } opening { id }`

  it("are answered for a usual page of everything", async () => {
    const { data, errors } = await ask(gainsOf(`disposals { ${everything} lots { ${ofLot} } }`))
    expect(errors).toBeUndefined()
    expect(data.viewer.portfolio.gains.disposals.map(({ lots }: { lots: Array<unknown> }) => lots.length)).toEqual(many(25, () => 25))
  })

  it("are refused before anything runs where they could yield too much", async () => {
    expect(codeOf(await ask(gainsOf(`disposals(first: 100) { event lots(first: 100) { lot gain costBasis } }`)))).toBe("TOO_COSTLY")
  })
})

describe("choosing lots", () => {
  const asked: Array<unknown> = []
  const chosen = {
    disposal: "sale",
    asset: "bitcoin",
    disposedAt: 10,
    lots: [{ lot: "a", quantity: one }],
    identifiedAt: 11,
    version: 1,
    chosenAt: 12,
    withdrawn: false,
    state: "stands"
  } as const
  const choosing = serveFake({
    choices: {
      choose: (_owner, portfolio, choice) => {
        asked.push([portfolio, choice])
        if (choice.method === "FIFO")
          return Effect.fail(new SettingsRefused({ problem: "It goes by no choice", whatToDo: "Ask otherwise." }))
        return choice.disposal === "sale" ? Effect.succeed(chosen) : Effect.fail(new LotHoldsLess({ lot: "a", left: "0.5" }))
      }
    }
  })
  afterAll(() => choosing.runtime.dispose())

  const choose = (args: string) =>
    choosing.ask(`mutation { chooseLots(portfolio: "${btoa("Portfolio:1")}", ${args}, currency: MXN) { __typename
      ... on ChooseLotsSuccess { choice { disposal lots { lot quantity } state late } } ... on LotHoldsLess { lot left } ... on Problem { code who whatToDo(locale: PT) } } }`)

  it("hands on what was said, and says whether it was late", async () => {
    const { data } = await choose('disposal: "sale", lots: [{ lot: "a", quantity: "1.0" }], identifiedAt: "2024-01-01T00:00:00Z"')
    expect(asked.at(-1)).toMatchObject([
      1,
      { disposal: "sale", lots: [{ lot: "a", quantity: "1" }], identifiedAt: Date.UTC(2024, 0, 1), currency: "mxn" }
    ])
    expect(data.chooseLots).toEqual({
      __typename: "ChooseLotsSuccess",
      choice: { disposal: "sale", lots: [{ lot: "a", quantity: "1" }], state: "STANDS", late: true }
    })
  })

  it("tells a refusal as data, and settings that do not go together as an error of the question", async () => {
    const { data } = await choose('disposal: "other", lots: [{ lot: "a", quantity: "1" }]')
    expect(data.chooseLots).toEqual({
      __typename: "LotHoldsLess",
      lot: "a",
      left: "0.5",
      code: "LOT_HOLDS_LESS",
      who: "USER",
      whatToDo: advice.LOT_HOLDS_LESS.pt
    })
    expect(codeOf(await choose('disposal: "sale", lots: [{ lot: "a", quantity: "1" }], method: FIFO'))).toBe("BAD_USER_INPUT")
  })

  it.each([
    ["no lot", "[]"],
    ["nothing of a lot", '[{ lot: "a", quantity: "0" }]'],
    ["less than nothing", '[{ lot: "a", quantity: "-1" }]'],
    ["what is no number", '[{ lot: "a", quantity: "x" }]'],
    ["more lots than are taken", `[${many(101, (place) => `{ lot: "${place}", quantity: "1" }`).join(", ")}]`]
  ])("asks the engine nothing for %s", async (_what, lots) => {
    const before = asked.length
    expect(codeOf(await choose(`disposal: "sale", lots: ${lots}`))).toBe("BAD_USER_INPUT")
    expect(asked).toHaveLength(before)
  })
})
