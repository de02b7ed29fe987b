import fc from "fast-check"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  add,
  type ClosePrice,
  dailyValues,
  type LotEvent,
  lowOf,
  multiply,
  PriceTable,
  readLedger,
  subtract,
  sum,
  twr,
  type ValuedDay,
  valuedPeriods
} from "../../src/index.ts"
import { ledgers } from "../lots/randomLedger.ts"

const assets = ["BTC", "ETH", "SOL", "OTHER"]
const day = (i: number): string => new Date(Date.UTC(2022, 0, 1) + i * 86_400_000).toISOString().slice(0, 10)
const days = 20

/** A close for most days; some are missing, at the start too. */
const closes = fc
  .array(fc.tuple(fc.constantFrom(...assets), fc.nat(days - 1), fc.integer({ min: 1, max: 99_999 })), { maxLength: 50 })
  .map((rows) => rows.map(([asset, at, cents]): ClosePrice => ({ asset, date: day(at), price: (cents / 100).toFixed(2) })))

const range = { from: day(0), until: day(days - 1) }

/** Units of an asset at the end of a day, by going through all events. */
const heldAt = (events: ReadonlyArray<LotEvent>, asset: string, date: string, account?: string): string => {
  let units = "0"
  for (const event of [...events].filter(({ time }) => time.slice(0, 10) <= date)) {
    const here = account === undefined || (event.account ?? "") === account
    if (event.type === "split") units = event.asset === asset ? multiply(units, event.ratio) : units
    else if (event.type === "conversion") {
      if (here && event.from.asset === asset) units = subtract(units, event.from.quantity)
      if (here && event.to.asset === asset) units = add(units, event.to.quantity)
    } else if (event.asset !== asset) continue
    else if (event.type === "transfer") {
      if (here) units = subtract(units, event.quantity)
      if (account === undefined || event.toAccount === account) units = add(units, event.received)
    } else if (here)
      units = ["buy", "income", "fork", "opening"].includes(event.type) ? add(units, event.quantity) : subtract(units, event.quantity)
  }
  return units
}

/** Money from outside that an event brings: what it says of itself, or units at the close of its day. */
const broughtBy = (event: LotEvent, all: ReadonlyArray<LotEvent>): { readonly money: string; readonly units: string } => {
  const fee = "fee" in event ? (event.fee?.value ?? "0") : "0"
  switch (event.type) {
    case "buy":
      return event.total === null ? { money: "0", units: event.quantity } : { money: add(event.total, fee), units: "0" }
    case "sell":
      return event.total === null ? { money: "0", units: `-${event.quantity}` } : { money: subtract(fee, event.total), units: "0" }
    case "opening":
      return { money: "0", units: event.quantity }
    case "gift_out":
      return { money: "0", units: `-${event.quantity}` }
    case "fee": {
      const pays = all.some((each) => "fee" in each && each.time === event.time && each.fee?.asset === event.asset)
      return { money: pays ? subtract("0", event.total ?? "0") : "0", units: "0" }
    }
    default:
      return { money: fee, units: "0" }
  }
}

/** Some totals unknown, some with more digits than prices and quantities have together, some fees paid in coins. */
const dressed = fc
  .tuple(ledgers, fc.array(fc.constantFrom("", "unknown", "fine", "coins"), { minLength: 60, maxLength: 60 }))
  .map(([events, dress]): ReadonlyArray<LotEvent> =>
    events.flatMap((event, i): ReadonlyArray<LotEvent> => {
      if (event.type !== "buy" && event.type !== "sell") return [event]
      if (dress[i] === "unknown") return [{ ...event, total: null }]
      if (dress[i] === "fine") return [{ ...event, total: add(event.total!, "0.0000000000000123") }]
      if (dress[i] !== "coins") return [event]
      const paid = { id: `${event.id} fee`, time: event.time, type: "fee", asset: "OTHER", quantity: "0.5", total: "3" } as const
      return [{ ...event, fee: { asset: "OTHER", quantity: "0.5", value: "3" } }, paid]
    })
  )

describe("daily values", () => {
  it("flow by what each event says of itself, or by its units at the close of its day; and the return is linked from just that", () => {
    fc.assert(
      fc.property(dressed, closes, fc.constantFrom("1", `1${"0".repeat(20)}`), (events, cheap, dear) => {
        const first = assets.map((asset): ClosePrice => ({ asset, date: range.from, price: "7.5" }))
        const rows = [...first, ...cheap].map((row) => ({ ...row, price: multiply(row.price, dear) }))
        const table = new PriceTable(rows)
        const valued = dailyValues(readLedger(events), table, range)
        const flows = valued.list().map(({ date }) =>
          sum(
            events
              .filter(({ time }) => time.slice(0, 10) === date)
              .flatMap((event) => {
                const { money, units } = broughtBy(event, events)
                return units === "0" || !("asset" in event) ? [money] : [multiply(units, table.close(event.asset, date)!.price)]
              })
          )
        )
        expect(valued.list().map(({ flow }) => lowOf(flow))).toEqual(flows)
        const values = valued.list().map(({ value }) => lowOf(value)!)
        const periods = flows.slice(1).map((flow, i) => ({ startValue: values[i]!, endValue: values[i + 1]!, flow }))
        const found = valuedPeriods(valued)
        expect(found.periods.list()).toEqual(periods)
        expect(found.dates).toEqual(
          valued
            .list()
            .slice(1)
            .map(({ date }) => date)
        )
        expect(twr(found.periods)).toEqual(twr(periods))
      }),
      { numRuns: 300 }
    )
  })

  it("are units × the last close until then, summed; and at least what is priced where a price lacks", () => {
    fc.assert(
      // closes that fit 64 bits, and such that nothing fits
      fc.property(
        ledgers,
        closes,
        fc.constantFrom(undefined, "x", "y"),
        fc.constantFrom("1", `1${"0".repeat(20)}`),
        (events, cheap, account, dear) => {
          const rows = cheap.map((row) => ({ ...row, price: multiply(row.price, dear) }))
          const table = new PriceTable(rows)
          const latest = new Map<string, string>()
          const byDate = Map.groupBy(rows, ({ date }) => date)
          const valued = dailyValues(readLedger(events), table, { ...range, ...(account === undefined ? {} : { account }) })
          expect(valued.length).toBe(days)
          for (const { date, value, stale } of valued.list()) {
            for (const row of byDate.get(date) ?? []) latest.set(row.asset, row.price)
            const held = assets
              .map((asset) => ({ asset, units: heldAt(events, asset, date, account) }))
              .filter(({ units }) => units !== "0")
            const priced = held.filter(({ asset }) => latest.has(asset))
            expect(lowOf(value)).toBe(sum(priced.map(({ asset, units }) => multiply(units, latest.get(asset)!))))
            expect(value.state).toBe(priced.length === held.length ? "exact" : "bounded")
            expect(stale).toBe(priced.filter(({ asset }) => !(byDate.get(date) ?? []).some((row) => row.asset === asset)).length)
          }
        }
      ),
      { numRuns: 400 }
    )
  })

  it("of all accounts add up to those of the whole, flows too: an own transfer is a flow of its accounts and none of the whole", () => {
    const full = assets.flatMap((asset, a) =>
      Array.from({ length: days }, (_, i): ClosePrice => ({ asset, date: day(i), price: String(10 + a + (i % 5)) }))
    )
    const table = new PriceTable(full)
    fc.assert(
      fc.property(ledgers, (given) => {
        // A split reaches all accounts at once.
        const events = given.filter(({ type }) => type !== "split")
        const ledger = readLedger(events)
        const whole = dailyValues(ledger, table, range).list()
        const parts = ledger.accounts.map((account) => dailyValues(ledger, table, { ...range, account }).list())
        whole.forEach(({ value, flow }, i) => {
          expect(sum(parts.map((part) => lowOf(part[i]!.value)!))).toBe(lowOf(value))
          expect(sum(parts.map((part) => lowOf(part[i]!.flow)!))).toBe(lowOf(flow))
        })
      }),
      { numRuns: 300 }
    )
  })

  it("do not change at all when an own transfer without fee is added: nor does the return", () => {
    fc.assert(
      fc.property(ledgers, closes, fc.nat(days - 1), (events, rows, at) => {
        const table = new PriceTable(rows)
        const own: LotEvent = {
          id: "own",
          time: day(at),
          type: "transfer",
          asset: "BTC",
          account: "x",
          toAccount: "y",
          quantity: "1",
          received: "1"
        }
        const before = dailyValues(readLedger(events), table, range)
        const after = dailyValues(readLedger([...events, own]), table, range)
        const plain = ({ value, flow }: ValuedDay) => [value.state, lowOf(value), flow.state, lowOf(flow)]
        expect(after.list().map(plain)).toEqual(before.list().map(plain))
        expect(twr(valuedPeriods(after).periods).twr).toEqual(twr(valuedPeriods(before).periods).twr)
      }),
      { numRuns: 200 }
    )
  })

  it("leave out days that cannot be valued, count them, and carry their flows to the next that can", () => {
    const events: ReadonlyArray<LotEvent> = [
      { id: "a", time: "2024-01-01", type: "buy", asset: "BTC", quantity: "1", total: "100" },
      { id: "b", time: "2024-01-02", type: "buy", asset: "NEW", quantity: "1", total: "50" },
      { id: "o", time: "2024-01-03", type: "opening", asset: "ODD", quantity: "1", total: "7" }
    ]
    const table = new PriceTable([
      { asset: "BTC", date: "2023-12-31", price: "90" },
      { asset: "BTC", date: "2024-01-01", price: "110" },
      { asset: "NEW", date: "2024-01-03", price: "60" },
      { asset: "ODD", date: "2024-01-04", price: "5" }
    ])
    const valued = dailyValues(readLedger(events), table, { from: "2023-12-31", until: "2024-01-04" })
    expect(valued.list().map(({ value }) => value.state)).toEqual(["exact", "exact", "bounded", "bounded", "exact"])
    const { periods, ...rest } = valuedPeriods(valued)
    expect(periods.list()).toEqual([
      { startValue: "0", endValue: "110", flow: "100" },
      { startValue: "110", endValue: "175", flow: "50" }
    ])
    expect(rest).toEqual({
      dates: ["2024-01-01", "2024-01-04"],
      gaps: ["2024-01-02", "2024-01-03"],
      unknownFlows: ["2024-01-03"]
    })
    expect(table.close("BTC", "2024-06-01")).toEqual({ price: "110", from: "2024-01-01" })
    expect(table.close("BTC", "2023-12-30")).toBeNull()
    expect(valued.list().at(-1)!.stale).toBe(2)
  })
})

describe("January 2021 with real closes", () => {
  const rows = readFileSync(new URL("fixtures/closes-2021-01.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line): ClosePrice => {
      const [date, asset, price] = line.split(",") as [string, string, string]
      return { asset, date, price }
    })
  const events: ReadonlyArray<LotEvent> = [
    {
      id: "btc",
      time: "2021-01-01T10:00:00Z",
      type: "buy",
      asset: "BTC",
      quantity: "0.5",
      total: "14600",
      fee: { asset: "USD", quantity: "29.2", value: "29.2" }
    },
    { id: "eth", time: "2021-01-04T10:00:00Z", type: "buy", asset: "ETH", quantity: "10", total: "9800" },
    {
      id: "part",
      time: "2021-01-20T10:00:00Z",
      type: "sell",
      asset: "BTC",
      quantity: "0.2",
      total: "7000",
      fee: { asset: "USD", quantity: "14", value: "14" }
    }
  ]

  it("is what anybody works out from the closes by hand", () => {
    const valued = dailyValues(readLedger(events), new PriceTable(rows), { from: "2020-12-31", until: "2021-01-31" })
    const close = (asset: string, date: string): number => Number(rows.find((row) => row.asset === asset && row.date === date)!.price)
    let index = 1
    let before = 0
    for (const { date, value } of valued.list()) {
      const btc = date < "2021-01-01" ? 0 : date < "2021-01-20" ? 0.5 : 0.3
      const eth = date < "2021-01-04" ? 0 : 10
      const worth = (btc === 0 ? 0 : btc * close("BTC", date)) + (eth === 0 ? 0 : eth * close("ETH", date))
      expect(Number(lowOf(value))).toBeCloseTo(worth, 6)
      const into = date === "2021-01-01" ? 14629.2 : date === "2021-01-04" ? 9800 : 0
      const out = date === "2021-01-20" ? 6986 : 0
      if (before + into > 0) index *= (worth + out) / (before + into)
      before = worth
    }
    const { periods, gaps } = valuedPeriods(valued)
    expect(gaps).toEqual([])
    expect(twr(periods).twr.value).toBeCloseTo(index - 1, 10)
    expect(index).toBeGreaterThan(1.1)
  })
})
