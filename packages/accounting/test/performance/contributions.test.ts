import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type ClosePrice,
  contributions,
  dailyValues,
  type LotEvent,
  lowOf,
  modifiedDietz,
  PriceTable,
  readLedger,
  subtract,
  sum
} from "../../src/index.ts"
import { ledgers } from "../lots/randomLedger.ts"

const day = (i: number): string => new Date(Date.UTC(2021, 11, 31) + i * 86_400_000).toISOString().slice(0, 10)
const closes = ["BTC", "ETH", "SOL", "OTHER"].flatMap((asset, a) =>
  Array.from({ length: 21 }, (_, i): ClosePrice => ({ asset, date: day(i), price: String(10 + 3 * a + ((i * (a + 2)) % 7)) }))
)
const table = new PriceTable(closes)
const range = { from: day(0), until: day(20) }

describe("contributions", () => {
  it("of assets and of exchanges add up to the gain of the whole, exactly, and their shares to the return", () => {
    fc.assert(
      fc.property(ledgers, (given) => {
        // A split changes what a unit is; closes here do not follow it.
        const events = given.filter(({ type }) => type !== "split")
        const ledger = readLedger(events)
        const found = contributions(ledger, table, range)
        const days = dailyValues(ledger, table, range).list()
        const whole = subtract(
          subtract(lowOf(days.at(-1)!.value)!, lowOf(days[0]!.value)!),
          sum(days.slice(1).map(({ flow }) => lowOf(flow)!))
        )
        expect(found.without).toEqual([])
        expect(found.totalPnl).toBe(whole)
        expect(sum(Object.values(found.pnlByAsset))).toBe(whole)
        expect(sum(Object.values(found.pnlByExchange))).toBe(whole)
        const dietz = modifiedDietz({
          start: range.from,
          end: range.until,
          startValue: lowOf(days[0]!.value)!,
          endValue: lowOf(days.at(-1)!.value)!,
          flows: days.slice(1).map(({ date, flow }) => ({ date, amount: lowOf(flow)! }))
        })
        if (dietz.value === null || found.return.value === null || Math.abs(found.return.value) > 1000) return
        expect(Math.abs(found.return.value - dietz.value) / (1 + Math.abs(dietz.value))).toBeLessThan(1e-6)
        const shares = Object.values(found.contributionByAsset).reduce((total, { value }) => total + value!, 0)
        expect(Math.abs(shares - found.return.value) / (1 + Math.abs(shares))).toBeLessThan(1e-9)
      }),
      { numRuns: 300 }
    )
  })

  it("move with an own transfer from one exchange to the other, and its fee is the sender's loss", () => {
    const events: ReadonlyArray<LotEvent> = [
      { id: "b", time: "2022-01-01", type: "buy", asset: "SAME", quantity: "10", total: "100", account: "x" },
      { id: "t", time: "2022-01-02", type: "transfer", asset: "SAME", account: "x", toAccount: "y", quantity: "5", received: "4" }
    ]
    const flat = new PriceTable([{ asset: "SAME", date: day(0), price: "10" }])
    expect(contributions(readLedger(events), flat, range).pnlByExchange).toEqual({ x: "-10", y: "0" })
  })

  it("count a fee in a third coin once: the trade's money came from outside, the coins are gone", () => {
    const fee = { asset: "BNB", quantity: "0.1", value: "4" }
    const events: ReadonlyArray<LotEvent> = [
      { id: "n", time: "2021-12-31", type: "buy", asset: "BNB", quantity: "1", total: "40" },
      { id: "b", time: "2022-01-02T10:00:00Z", type: "buy", asset: "SAME", quantity: "1", total: "10", fee },
      { id: "f", time: "2022-01-02T10:00:00Z", type: "fee", asset: "BNB", quantity: "0.1", total: "4" },
      { id: "gas", time: "2022-01-03T10:00:00Z", type: "fee", asset: "BNB", quantity: "0.2", total: "8" }
    ]
    const flat = new PriceTable([
      { asset: "SAME", date: day(0), price: "10" },
      { asset: "BNB", date: day(0), price: "40" }
    ])
    // The trade lost its fee of 4, and gas of 8 went for nothing.
    expect(contributions(readLedger(events), flat, range)).toMatchObject({ totalPnl: "-12", pnlByAsset: { BNB: "-8", SAME: "-4" } })
  })

  it("leave out what cannot be valued, and say so", () => {
    const events: ReadonlyArray<LotEvent> = [
      { id: "b", time: "2022-01-01", type: "buy", asset: "SPAM", quantity: "1", total: "5", account: "x" }
    ]
    expect(contributions(readLedger(events), table, range)).toMatchObject({
      totalPnl: "0",
      without: [{ asset: "SPAM", exchange: "x", causes: [{ code: "price missing", asset: "SPAM" }] }]
    })
  })
})
