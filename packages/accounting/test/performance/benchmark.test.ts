import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { byWeights, type CloseOf, multiply, unitsHeld } from "../../src/index.ts"

const dates = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]
const table: Readonly<Record<string, ReadonlyArray<string | null>>> = {
  BTC: ["100", "200", "50", "80"],
  ETH: ["10", "10", "20", null]
}
const closeOf: CloseOf = (asset, date) => table[asset]?.[dates.indexOf(date)] ?? null
const values = ({ days }: ReturnType<typeof byWeights>) => days.map(({ value }) => value)

describe("all in one asset", () => {
  it("buys with each inflow and sells for each outflow at the day's price", () => {
    const flows = [
      { date: "2024-01-01", amount: "1000" },
      { date: "2024-01-02", amount: "-500" },
      { date: "2024-01-03", amount: "100" }
    ]
    // 10 units; 2.5 sold at 200; 2 bought at 50.
    expect(byWeights(dates, flows, { BTC: "1" }, closeOf)).toEqual({
      days: [
        { date: "2024-01-01", value: "1000", reason: null },
        { date: "2024-01-02", value: "1500", reason: null },
        { date: "2024-01-03", value: "475", reason: null },
        { date: "2024-01-04", value: "760", reason: null }
      ],
      bust: null
    })
  })

  it("ends where more goes out than it is worth, and never falls below zero", () => {
    const flows = [
      { date: "2024-01-01", amount: "1000" },
      { date: "2024-01-03", amount: "-600" }
    ]
    const { days, bust } = byWeights(dates, flows, { BTC: "1" }, closeOf)
    expect(bust).toEqual({ date: "2024-01-03", missing: "100" })
    expect(days.map(({ value }) => value)).toEqual(["1000", "2000", null, null])
    expect(days[3]!.reason).toContain("2024-01-03")
  })

  it("of which all was taken out is worth nothing, and lives on", () => {
    const flows = [
      { date: "2024-01-01", amount: "100" },
      { date: "2024-01-02", amount: "-200" },
      { date: "2024-01-03", amount: "50" }
    ]
    expect(values(byWeights(dates, flows, { BTC: "1" }, closeOf))).toEqual(["100", "0", "50", "80"])
  })
})

describe("start weights", () => {
  it("are left alone: no rebalancing, and outflows take of everything alike", () => {
    const flows = [
      { date: "2024-01-01", amount: "200" },
      { date: "2024-01-03", amount: "-125" }
    ]
    // 1 BTC and 10 ETH: 50 + 200 on the third day, half of it goes.
    expect(values(byWeights(dates, flows, { BTC: "0.5", ETH: "0.5" }, closeOf))).toEqual(["200", "300", "125", null])
  })

  it("without a price have no value that day, and none from there on where money flowed", () => {
    const later = [...dates, "2024-01-05"]
    const prices: CloseOf = (asset, date) => (date === "2024-01-05" ? "7" : closeOf(asset, date))
    const still = byWeights(later, [{ date: "2024-01-01", amount: "200" }], { BTC: "0.5", ETH: "0.5" }, prices)
    expect(still.days.at(-2)).toMatchObject({ value: null, reason: "no price of ETH on 2024-01-04" })
    expect(still.days.at(-1)).toMatchObject({ value: "77" })
    const flowed = byWeights(
      later,
      [
        { date: "2024-01-01", amount: "200" },
        { date: "2024-01-04", amount: "5" }
      ],
      { BTC: "0.5", ETH: "0.5" },
      prices
    )
    expect(flowed.days.at(-1)).toMatchObject({ value: null, reason: expect.stringContaining("when money flowed") })
  })

  it("must add up to 1", () => {
    expect(() => byWeights(dates, [], { BTC: "0.9" }, closeOf)).toThrow(RangeError)
  })

  it("grow with the flows: c times the money is c times the value", () => {
    const flow = fc.record({ date: fc.constantFrom(...dates.slice(0, 3)), amount: fc.integer({ min: 0, max: 10_000 }).map(String) })
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 6 }), fc.integer({ min: 2, max: 9 }), (flows, factor) => {
        const of = (rows: typeof flows) => values(byWeights(dates.slice(0, 3), rows, { BTC: "0.25", ETH: "0.75" }, closeOf))
        const many = of(flows.map(({ date, amount }) => ({ date, amount: multiply(amount, String(factor)) })))
        of(flows).forEach((value, i) => expect(Number(many[i])).toBeCloseTo(Number(value) * factor, 9))
      }),
      { numRuns: 300 }
    )
  })
})

describe("no trades", () => {
  it("keeps what came in as it came, and sells only what went out", () => {
    const flows = [
      { date: "2024-01-01", asset: "BTC", quantity: "3" },
      { date: "2024-01-02", asset: "ETH", quantity: "5" },
      { date: "2024-01-03", asset: "BTC", quantity: "-1" }
    ]
    expect(values(unitsHeld(dates, flows, closeOf))).toEqual(["300", "650", "200", null])
  })

  it("sells others for what is missing, and goes bust where that is not enough", () => {
    const flows = [
      { date: "2024-01-01", asset: "BTC", quantity: "2" },
      { date: "2024-01-01", asset: "ETH", quantity: "10" },
      // 5 ETH more than there are, worth 100: one BTC at 50 and no more is not enough.
      { date: "2024-01-02", asset: "ETH", quantity: "-15" }
    ]
    expect(values(unitsHeld(dates, flows, closeOf)).slice(0, 3)).toEqual(["300", "350", "87.5"])
    const bust = unitsHeld(dates, [...flows.slice(0, 2), { date: "2024-01-03", asset: "ETH", quantity: "-16" }], closeOf)
    expect(bust.bust).toEqual({ date: "2024-01-03", missing: "20" })
  })
})
