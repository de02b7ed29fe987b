import { describe, expect, it } from "vitest"
import { keepBook, type LotEvent, readLedger, report } from "../../src/index.ts"

const trade = (type: "buy" | "sell", time: string, quantity: string, total: string): LotEvent => ({
  id: `${type} ${time}`,
  time,
  type,
  asset: "C",
  quantity,
  total
})
const kept = (events: ReadonlyArray<LotEvent>, missingBasis: "error" | "unknown" = "error") =>
  report(keepBook(readLedger(events), { method: "UK_S104", dayBoundary: "Europe/London", missingBasis }))

describe("United Kingdom", () => {
  it("counts days on a London wall: 23:30 UTC in summer is the next day", () => {
    const { disposals } = kept([
      trade("buy", "2024-01-01", "10", "100"),
      trade("sell", "2024-06-30T23:30:00Z", "1", "50"),
      trade("buy", "2024-07-01T08:00:00Z", "1", "20")
    ])
    expect(disposals).toMatchObject([{ date: "2024-07-01", allocations: [{ rule: "same-day", costBasis: "20" }] }])
  })

  it("reaches to the thirtieth day and no further", () => {
    const after = (time: string) =>
      kept([trade("buy", "2023-01-01", "1", "10"), trade("sell", "2024-01-01", "1", "50"), trade("buy", time, "1", "20")]).disposals[0]!
        .allocations[0]!.rule
    expect(after("2024-01-31")).toBe("30-day")
    expect(after("2024-02-01")).toBe("s104")
  })

  it("keeps a day's purchase for that day's sale, although an earlier sale waits for it", () => {
    const { disposals } = kept([
      trade("buy", "2023-01-01", "5", "5"),
      trade("sell", "2024-01-01", "2", "9"),
      trade("sell", "2024-01-10T10:00:00Z", "2", "9"),
      trade("buy", "2024-01-10T11:00:00Z", "3", "30")
    ])
    expect(disposals.map(({ allocations }) => allocations.map(({ rule, quantity }) => [rule, quantity]))).toEqual([
      [
        ["30-day", "1"],
        ["s104", "1"]
      ],
      [["same-day", "2"]]
    ])
  })

  it("leaves out a sale that nothing covers, and matches the others anew", () => {
    const events = [trade("sell", "2024-01-01", "5", "50"), trade("sell", "2024-01-02", "1", "10"), trade("buy", "2024-01-20", "2", "4")]
    const { disposals, errors } = kept(events)
    expect(errors).toEqual([{ event: "sell 2024-01-01", code: "INSUFFICIENT_LOTS", asset: "C", missing: "3" }])
    expect(disposals).toMatchObject([{ event: "sell 2024-01-02", gain: "8" }])
    const known = kept(events, "unknown")
    expect(known.disposals[0]).toMatchObject({
      gain: null,
      allocations: [
        { rule: "30-day", quantity: "2", costBasis: "4" },
        { rule: "missing", quantity: "3", costBasis: null }
      ]
    })
  })
})

describe("a gift without a gain on a day of sales", () => {
  it("counts as given for what it cost: the sale's gain is the sale's own", () => {
    const gift: LotEvent = { id: "g", time: "2024-06-01T08:00:00Z", type: "gift_out", asset: "C", quantity: "2", total: "500" }
    const events = [trade("buy", "2023-01-01", "10", "100"), gift, trade("sell", "2024-06-01T12:00:00Z", "3", "90")]
    const book = keepBook(readLedger(events), { method: "UK_S104", gifts: "noGain" })
    expect(report(book).disposals).toMatchObject([{ quantity: "5", proceeds: "110", costBasis: "50", gain: "60" }])
    const alone = report(keepBook(readLedger(events.filter(({ id }) => id !== "g")), { method: "UK_S104" }))
    expect(alone.disposals[0]!.gain).toBe("60")
  })
})
