import { add, dayText, multiply, sum } from "@caudal/accounting"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Transaction } from "../../src/index.ts"
import type { PriceAtOf } from "../../src/returns/largeFlows.ts"
import { defaultConventions, linkable, returnsOf } from "../../src/returns/returnsOf.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { riskOf } from "../../src/returns/riskOf.ts"
import { Decimal } from "@caudal/exchange"
import {
  at,
  type Closes,
  closes,
  closesIn,
  dates,
  dayCount,
  first,
  insideDays,
  ledger,
  longLedger,
  msPerDay,
  openings,
  row,
  sentAs,
  valuerOf
} from "./madeUp.ts"

const noon = (day: number, hour = 12) => ({ at: at(day, hour) })
const bitso: ReturnScope = { kind: "exchange", exchange: "bitso" }
const kraken: ReturnScope = { kind: "exchange", exchange: "kraken" }

/** By asset and hour of the second day. */
const inside =
  (prices: Readonly<Record<string, Readonly<Record<number, string>>>>): PriceAtOf =>
  (asset, instant) => {
    const amount = prices[asset]?.[(instant - at(1, 0)) / 3_600_000]
    return amount === undefined ? null : { amount: Decimal.make(amount), source: "by the hour", at: instant }
  }

const found = (
  rows: ReadonlyArray<Transaction>,
  prices: Closes,
  priceAt: PriceAtOf,
  { scope = wholePortfolio, timing = "inStartOutEnd" as "inStartOutEnd" | "start" | "end" | "mid" } = {}
) => {
  const valuer = valuerOf(rows, prices, 0, 1, [], priceAt)
  const conventions = { ...defaultConventions, flowTiming: timing }
  const kept = returnsOf(valuer.days(scope), conventions, valuer.linked(scope, timing))
  expect(kept).toEqual(returnsOf(valuer.days(scope), conventions))
  return { return: kept.timeWeighted.value, large: kept.largeFlowDays, netFlow: kept.netFlow.value }
}

const valued = [{ date: dates(1, 1)[0], isValued: true, lacking: [], reason: null }]

describe("a day of large flows", () => {
  const before = [row("1", 0, "deposit", ["btc 10"]), row("2", 0, "deposit", ["eth 100"])]
  const prices = { bitcoin: ["100", "100", "150"], ethereum: ["10", "10", "8"] }

  it("is cut at its flow: what it was just before is linked to what came of it and the flow, whatever the convention", () => {
    const rows = [...before, row("3", 1, "deposit", ["mxn 3000"], noon(1))]
    for (const timing of ["start", "end", "mid", "inStartOutEnd"] as const) {
      const answer = found(rows, prices, inside({ bitcoin: { 12: "200" }, ethereum: { 12: "9" } }), { timing })
      expect(answer.return).toBeCloseTo((2900 / 2000) * ((1500 + 800 + 3000) / (2900 + 3000)) - 1, 14)
      expect(answer.large).toEqual(valued)
    }
  })

  it("is cut at each, also the small ones, and coins that come are worth what they were then", () => {
    const rows = [
      ...before,
      row("3", 1, "deposit", ["btc 5"], noon(1, 6)),
      row("4", 1, "trade", ["eth -50", "mxn 500"], noon(1, 9)),
      row("5", 1, "withdrawal", ["mxn -1"], noon(1, 12)),
      row("6", 1, "withdrawal", ["btc -12"], noon(1, 18))
    ]
    const priceAt = inside({ bitcoin: { 6: "120", 12: "130", 18: "140" }, ethereum: { 6: "10", 12: "11", 18: "12" } })
    const parts = [
      (1200 + 1000) / 2000,
      (15 * 130 + 500 + 50 * 11) / (15 * 120 + 1000),
      (15 * 140 + 499 + 50 * 12) / (15 * 130 + 499 + 50 * 11),
      (3 * 150 + 499 + 50 * 8) / (3 * 140 + 499 + 50 * 12)
    ]
    const answer = found(rows, prices, priceAt)
    expect(answer.return).toBeCloseTo(parts.reduce((index, part) => index * part, 1) - 1, 14)
    // Everything else still counts flows at the close.
    expect(answer.netFlow).toBe(String(5 * 150 - 1 - 12 * 150))
  })

  it("is large by all that came and left, and not by what is left of it", () => {
    const rows = [...before, row("3", 1, "deposit", ["mxn 3000"], noon(1, 6)), row("4", 1, "withdrawal", ["mxn -3000"], noon(1, 18))]
    const priceAt = inside({ bitcoin: { 6: "120", 18: "90" }, ethereum: { 6: "10", 18: "10" } })
    const answer = found(rows, prices, priceAt)
    expect(answer.large).toEqual(valued)
    expect(answer.return).toBeCloseTo((2200 / 2000) * ((1900 + 3000) / (2200 + 3000)) * ((1500 + 800) / 1900) - 1, 14)
  })

  it("counts money that comes before, and money that leaves after, what else happened at the instant", () => {
    const rows = [
      ...before,
      row("3", 1, "deposit", ["mxn 1000"], noon(1)),
      row("4", 1, "trade", ["mxn -1000", "btc 4"], noon(1)),
      row("5", 1, "withdrawal", ["btc -8", "fee btc -1"], noon(1))
    ]
    const answer = found(rows, prices, inside({ bitcoin: { 12: "200" }, ethereum: { 12: "10" } }))
    // Bought below the price of the instant; the fee is a loss of what was there before it left.
    const parts = [3000 / 2000, (13 * 200 + 1000) / (3000 + 1000), (5 * 150 + 800) / (5 * 200 + 1000)]
    expect(answer.return).toBeCloseTo(parts.reduce((index, part) => index * part, 1) - 1, 14)
  })

  it("on which all leaves, with a fee, ends in nothing and loses none of the return", () => {
    const rows = [row("1", 0, "deposit", ["btc 10"]), row("2", 1, "withdrawal", ["btc -9", "fee btc -1"], noon(1))]
    expect(found(rows, prices, inside({ bitcoin: { 12: "200" } })).return).toBeCloseTo(1800 / 1000 - 1, 14)
  })

  it("values what is owed below zero", () => {
    const rows = [
      row("1", 0, "deposit", ["mxn 1000"]),
      row("2", 0, "trade", ["btc -5", "mxn 500"]),
      row("3", 1, "deposit", ["mxn 1000"], noon(1))
    ]
    const answer = found(rows, prices, inside({ bitcoin: { 12: "200" } }))
    expect(answer.return).toBeCloseTo(((1500 - 1000) / 1000) * ((2500 - 750) / (500 + 1000)) - 1, 14)
    // Nothing has a return that was worth nothing in between.
    const bust = found(rows, prices, inside({ bitcoin: { 12: "300" } }))
    expect(bust.large).toEqual([{ ...valued[0], isValued: false, reason: "inside the day the value was nothing, or below" }])
    expect(bust.return).toBeCloseTo((2500 - 750) / 2000 - 1, 14)
  })

  it("of which one price is missing counts by the convention, and says which", () => {
    const rows = [...before, row("3", 1, "deposit", ["mxn 3000"], noon(1)), row("4", 1, "deposit", ["mxn 1"], noon(1, 18))]
    const answer = found(rows, prices, inside({ bitcoin: { 12: "200", 18: "200" }, ethereum: { 18: "9" } }))
    expect(answer.return).toBeCloseTo((1500 + 800 + 3001) / (2000 + 3001) - 1, 14)
    expect(answer.large).toEqual([{ ...valued[0], isValued: false, lacking: [{ asset: "ethereum", at: at(1, 12) }] }])
  })

  it("asks for no price where the flow is a tenth or less", () => {
    const never: PriceAtOf = () => {
      throw new Error("asked")
    }
    expect(found([...before, row("3", 1, "deposit", ["mxn 200"], noon(1))], prices, never).large).toEqual([])
  })

  it("is the first one, too: coins work from the instant at which they came", () => {
    for (const timing of ["start", "end", "mid", "inStartOutEnd"] as const) {
      const first = found([row("1", 1, "deposit", ["btc 10"], noon(1))], prices, inside({ bitcoin: { 12: "200" } }), { timing })
      expect(first.return).toBeCloseTo(150 / 200 - 1, 14)
      expect(first.large).toEqual(valued)
    }
    const unknown = found([row("1", 1, "deposit", ["btc 10"], noon(1))], prices, inside({}))
    expect(unknown.return).toBe(0)
    expect(unknown.large).toEqual([{ ...valued[0], isValued: false, lacking: [{ asset: "bitcoin", at: at(1, 12) }] }])
  })

  it("is one of the exchanges between which an own transfer went, and none of the portfolio", () => {
    const rows = [
      ...before,
      row("3", 1, "withdrawal", ["btc -6"], { ...noon(1, 6), transfer: sentAs("t") }),
      row("4", 1, "deposit", ["btc 5"], { ...noon(1, 18), transfer: sentAs("t"), exchange: "kraken" }),
      row("5", 0, "deposit", ["mxn 100"], { ...noon(0), exchange: "kraken" })
    ]
    const priceAt = inside({ bitcoin: { 6: "120", 18: "90" }, ethereum: { 6: "10", 18: "10" } })
    expect(found(rows, prices, priceAt).large).toEqual([])
    // What was lost on the way is a fee of the sender.
    const sent = found(rows, prices, priceAt, { scope: bitso })
    expect(sent.return).toBeCloseTo(((9 * 120 + 1000) / 2000) * ((4 * 150 + 800) / (4 * 120 + 1000)) - 1, 14)
    const received = found(rows, prices, priceAt, { scope: kraken })
    expect(received.return).toBeCloseTo((5 * 150 + 100) / (5 * 90 + 100) - 1, 14)
    expect([sent.large, received.large]).toEqual([valued, valued])
  })

  it("of a coin is cut where it came or left, and where it was traded counts at the close", () => {
    const scope: ReturnScope = { kind: "asset", asset: "bitcoin" }
    const priceAt = inside({ bitcoin: { 12: "200" } })
    const came = [...before, row("3", 1, "deposit", ["btc 5"], noon(1))]
    expect(found(came, prices, priceAt, { scope }).return).toBeCloseTo(1.5 - 1, 14)
    expect(found(came, prices, priceAt, { scope }).large).toEqual(valued)
    const bought = found([...came, row("4", 1, "trade", ["eth -10", "btc 1"], noon(1, 6))], prices, priceAt, { scope })
    const reason = "what was paid for it, or what it fetched, counts at the close"
    expect(bought.large).toEqual([{ ...valued[0], isValued: false, reason }])
  })

  it("is one daily return to risk", () => {
    const rows = [...before, row("3", 1, "deposit", ["mxn 3000"], noon(1))]
    const days = valuerOf(rows, prices, 0, 1, [], inside({ bitcoin: { 12: "200" }, ethereum: { 12: "9" } })).days(wholePortfolio)
    const periods = linkable(days, "mid")!
    expect(periods).toHaveLength(2)
    const { returns, drawdown } = riskOf(days, periods, closesIn(prices))
    expect(returns).toBe(1)
    expect(drawdown).toMatchObject({ depth: 0 })
  })
})

describe("the return of any ledger whose prices are all known", () => {
  const day = (instant: number) => Math.floor(instant / msPerDay) - first
  interface Part {
    readonly at: number
    readonly asset: string
    readonly units: string
    readonly isFlow: boolean
  }
  const ids: Readonly<Record<string, string>> = { btc: "bitcoin", eth: "ethereum", ltc: "litecoin", mxn: "mxn" }

  /** Straight from the rows: what moved when, and what of it was a flow of everything. */
  const partsOf = (rows: ReadonlyArray<Transaction>): ReadonlyArray<Part> => {
    const arrived = new Map(
      rows.filter(({ kind, transfer }) => kind === "deposit" && transfer !== null).map((one) => [one.transfer!.txid, one])
    )
    return rows.flatMap(({ at: when, kind, transfer, postings }) =>
      postings.map(({ asset, amount, role }): Part => {
        const isMovement = (kind === "deposit" || kind === "withdrawal") && role === "principal"
        if (transfer === null || !isMovement) return { at: when, asset: ids[asset]!, units: amount, isFlow: isMovement }
        // It is on its way until it arrives: of the whole only what is lost goes.
        const lost = kind === "deposit" ? "0" : add(amount, arrived.get(transfer.txid)!.postings[0]!.amount)
        return { at: when, asset: ids[asset]!, units: lost, isFlow: false }
      })
    )
  }

  it("is the product of its days, those with large flows in parts: worked out row by row", () => {
    let cut = 0
    fc.assert(
      fc.property(longLedger, closes, (all, prices) => {
        // Over the whole day, no two at one instant.
        const rows = all.map((one, i) => ({ ...one, at: at(day(one.at), 0) + i * 600_000 }))
        const [closeOf, priceAt] = [closesIn(prices), insideDays(prices)]
        const parts = partsOf(rows)
        const worth = (some: ReadonlyArray<Part>, priceOf: (asset: string) => string) =>
          Number(sum(some.map(({ asset, units }) => multiply(units, priceOf(asset)))))
        const answer = returnsOf(valuerOf(rows, prices, -1, dayCount - 1, [], priceAt).days(wholePortfolio), defaultConventions)
        let index = 1
        const large: Array<string> = []
        for (let each = 0; each < dayCount; each++) {
          const closeOn = (which: number) => (asset: string) => closeOf(asset, first + which)!.amount
          const start = worth(
            parts.filter((one) => day(one.at) < each),
            closeOn(each - 1)
          )
          const end = worth(
            parts.filter((one) => day(one.at) <= each),
            closeOn(each)
          )
          const flows = parts.filter((one) => day(one.at) === each && one.isFlow)
          const gross = flows.reduce((total, one) => total + Math.abs(worth([one], closeOn(each))), 0)
          const factors: Array<number> = []
          let capital = start
          for (const flow of flows) {
            const priceOf = (asset: string) => priceAt(asset, flow.at)!.amount
            const before = worth(
              parts.filter((one) => one.at < flow.at || (one.at === flow.at && !one.isFlow && flow.units.startsWith("-"))),
              priceOf
            )
            // Between all that left and what came again nothing is at work.
            if (capital !== 0) factors.push(before / capital)
            capital = before + worth([flow], priceOf)
          }
          const isLarge = gross > start / 10
          if (isLarge) large.push(dayText(first + each))
          if (isLarge && factors.every((factor) => factor > 0)) {
            if (capital !== 0) factors.push(end / capital)
            cut++
            index = factors.reduce((total, factor) => total * factor, index)
            continue
          }
          const flow = worth(flows, closeOn(each))
          const [from, until] = flow > 0 ? [start + flow, end] : [start, end - flow]
          if (from > 0) index *= until / from
        }
        expect(answer.largeFlowDays.map(({ date }) => date)).toEqual(large)
        const { value } = answer.timeWeighted
        expect(Math.abs(1 + value! - index)).toBeLessThanOrEqual(1e-6 * Math.abs(index))
      }),
      { numRuns: 100 }
    )
    expect(cut).toBeGreaterThan(100)
  })

  it("needs no price but closes where no flow is large, and openings count from their instant", () => {
    fc.assert(
      fc.property(ledger, openings, closes, (rows, said, prices) => {
        const asked: Array<number> = []
        const priceAt: PriceAtOf = (asset, instant) => {
          asked.push(day(instant))
          return insideDays(prices)(asset, instant)
        }
        const valuer = valuerOf(rows, prices, -1, dayCount - 1, said, priceAt)
        const { largeFlowDays, timeWeighted } = returnsOf(valuer.days(wholePortfolio), defaultConventions)
        expect(largeFlowDays.map(({ date }) => date)).toEqual(expect.arrayContaining(asked.map((each) => dayText(first + each))))
        expect(timeWeighted.reason).toBeNull()
      }),
      { numRuns: 100 }
    )
  })
})
