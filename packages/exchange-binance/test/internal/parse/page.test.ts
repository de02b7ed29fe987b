/** A walk down each kind of list, as the host does it: every row is seen, whatever arrives meanwhile. */
import type { Page, StreamRequest } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { endOf } from "../../../src/internal/parse/descending.ts"
import { pageOf as numberOf } from "../../../src/internal/parse/numbered.ts"
import { readBorder } from "../../../src/internal/parse/bordered.ts"
import { binance } from "../../../src/index.ts"
import { first, pageOf, replyWith, rowOf, type StreamId } from "../../fixture.ts"

const window = { from: 1_600_000_000_000, to: 1_600_100_000_000 }

interface Row {
  readonly id: number
  readonly at: number
}

/** Gaps of 0 make equal instants. */
const histories = fc.array(fc.constantFrom(0, 0, 1, 7, 1_000), { maxLength: 60 }).map((gaps) => {
  const rows: Array<Row> = []
  for (const [id, gap] of gaps.entries()) rows.push({ id, at: (rows.at(-1)?.at ?? window.from) + gap })
  return rows
})

const number = (call: ReturnType<(typeof binance.streams)[StreamId]["request"]>, name: string, otherwise: number): number =>
  Number(Object.fromEntries(call.query ?? [])[name] ?? otherwise)

/** Walks until the list is exhausted; gives the ids of the events. `serve` answers as the exchange would. */
const walk = (
  stream: StreamId,
  serve: (call: ReturnType<(typeof binance.streams)[StreamId]["request"]>, n: number) => ReturnType<typeof replyWith>,
  request: StreamRequest = { ...first, window }
): ReadonlyArray<string> => {
  const seen: Array<string> = []
  let cursor: string | null = null
  for (let n = 0; n < 500; n++) {
    const asked: StreamRequest = { ...request, cursor }
    const page: Page = binance.streams[stream].parse(serve(binance.streams[stream].request(asked), n), asked)
    seen.push(...page.events.map(({ source }) => source.externalId))
    if (page.exhausted) return seen
    cursor = page.next
  }
  throw new Error("the walk does not end")
}

const newestFirst = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> => rows.toSorted((a, b) => b.at - a.at || b.id - a.id)

describe("deposits", () => {
  const deposit = ({ id, at }: Row) => rowOf("recorded_fetch_deposits", { id: `d${id}`, insertTime: at })

  it("are all seen, though new ones push the others down", () => {
    const arrivals = fc.array(fc.nat({ max: 3 }), { maxLength: 20 })
    fc.assert(
      fc.property(histories, arrivals, fc.integer({ min: 1, max: 9 }), (history, later, size) => {
        const rows = [...history]
        const seen = walk("deposits", (call, n) => {
          for (let i = later[n] ?? 0; i > 0; i--)
            rows.push({ id: 1_000 + rows.length, at: Math.min(window.to - 1, (rows.at(-1)?.at ?? window.from) + 5) })
          const [start, end, offset] = [number(call, "startTime", 0), number(call, "endTime", 0), number(call, "offset", 0)]
          expect([start, end < window.to]).toEqual([window.from, true])
          const matching = newestFirst(rows.filter(({ at }) => at >= start && at <= end))
          return replyWith(matching.slice(offset, offset + size).map(deposit))
        })
        expect(history.filter(({ id }) => !seen.includes(`d${id}`))).toEqual([])
      }),
      { numRuns: 300 }
    )
  })

  it("go on at the oldest instant, and by offset only where that instant fills a page", () => {
    const page = (rows: ReadonlyArray<Row>, cursor: string | null = null) =>
      binance.streams.deposits.parse(replyWith(rows.map(deposit)), { ...first, window, cursor })
    const at = window.from + 5
    expect(page([{ id: 1, at }])).toMatchObject({ next: `${at}+0`, exhausted: false })
    expect(page([{ id: 1, at }], `${at}+0`)).toMatchObject({ next: `${at}+1`, exhausted: false })
    expect(page([], `${at}+1`)).toMatchObject({ exhausted: true })
    // A page that cannot be read at all still leads on.
    expect(binance.streams.deposits.parse(replyWith([{}, 5]), { ...first, window })).toMatchObject({ next: "+2", exhausted: false })
  })
})

describe("conversions and distributions", () => {
  it.each([
    ["conversions", "get_convert_trade_history", "orderId", "createTime"],
    ["dividends", "get_asset_dividend_records", "id", "divTime"]
  ] as const)("%s are all seen, as long as one instant does not fill a page", (stream, fixture, id, time) => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 5 }), (history, more) => {
        const size = more + Math.max(0, ...[...Map.groupBy(history, ({ at }) => at).values()].map((rows) => rows.length))
        const seen = walk(stream, (call) => {
          const matching = newestFirst(history.filter(({ at }) => at >= number(call, "startTime", 0) && at <= number(call, "endTime", 0)))
          return pageOf(
            stream,
            matching.slice(0, size).map((row) => rowOf(fixture, { [id]: row.id + 1, [time]: row.at })),
            matching.length
          )
        })
        expect([...new Set(seen)].sort()).toEqual(history.map((row) => String(row.id + 1)).sort())
      }),
      { numRuns: 100 }
    )
    const rows = [9, 8, 7].map((n) => rowOf(fixture, { [id]: n, [time]: window.from + n }))
    const asked = { ...first, window }
    expect(binance.streams[stream].parse(pageOf(stream, rows, 5), asked)).toMatchObject({ next: String(window.from + 7), exhausted: false })
    expect(binance.streams[stream].request({ ...asked, cursor: String(window.from + 7) }).query).toContainEqual([
      "endTime",
      String(window.from + 7)
    ])
    expect(binance.streams[stream].parse(pageOf(stream, rows), asked)).toMatchObject({ exhausted: true })
  })
})

describe("lists by page number", () => {
  const subscription = ({ id, at }: Row) => rowOf("get_flexible_subscription_records", { purchaseId: id + 1, time: at })

  it("are all seen, though a page comes short now and then", () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat({ max: 2 }), { maxLength: 6 }), (history, short) => {
        const rows = Array.from({ length: 4 }, () => history)
          .flat()
          .map((row, i) => ({ ...row, id: i }))
        const seen = walk("earn_flexible_subscriptions", (call, n) => {
          const [page, size] = [number(call, "current", 1), number(call, "size", 10)]
          const shown = rows.slice((page - 1) * size, page * size)
          return pageOf("earn_flexible_subscriptions", shown.slice(0, shown.length - (short[n] ?? 0)).map(subscription), rows.length)
        })
        expect(new Set(seen).size).toBe(rows.length)
      }),
      { numRuns: 100 }
    )
  })

  it("are over where as many were seen as there are", () => {
    const rows = Array.from({ length: 100 }, (_, id) => subscription({ id, at: window.from }))
    const parse = (count: number, total: number, cursor: string | null = null) =>
      binance.streams.earn_flexible_subscriptions.parse(pageOf("earn_flexible_subscriptions", rows.slice(0, count), total), {
        ...first,
        window,
        cursor
      })
    expect(parse(100, 130)).toMatchObject({ next: "2", exhausted: false })
    expect(parse(30, 130, "2")).toMatchObject({ next: null, exhausted: true })
    expect(parse(29, 130, "2")).toMatchObject({ next: "2", exhausted: false })
    expect(parse(0, 0)).toMatchObject({ exhausted: true })
    // A list that comes back empty although it is not.
    expect(parse(0, 130)).toMatchObject({ next: "1", exhausted: false })
  })

  it("pay twice what looks alike, unless there are fewer rows than are shown", () => {
    const row = rowOf("get_flexible_reward_records")
    const paid = (rows: ReadonlyArray<unknown>, total: number) =>
      binance.streams.earn_flexible_rewards.parse(pageOf("earn_flexible_rewards", rows, total), { ...first, window }).events.length
    expect(paid([row, row, row], 3)).toBe(3)
    expect(paid([row, row, row], 2)).toBe(2)
    expect(paid([row, row, { ...row, rewards: "7" }], 1)).toBe(2)
    expect(paid([row, row], 0)).toBe(1)
  })

  it("are asked for both ends, of which the last instant is one less than the window's", () => {
    for (const [stream, names] of [
      ["earn_locked_rewards", ["startTime", "endTime"]],
      ["fiat_orders", ["beginTime", "endTime"]],
      ["p2p", ["startTimestamp", "endTimestamp"]],
      ["transfers", ["startTime", "endTime"]]
    ] as const) {
      const { query } = binance.streams[stream].request({ ...first, window, dimension: null })
      expect(query).toContainEqual([names[0], String(window.from)])
      expect(query).toContainEqual([names[1], String(window.to - 1)])
    }
  })
})

describe("fills", () => {
  it("are walked from the first on, whatever arrives meanwhile", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.bigInt({ min: 0n, max: 2n ** 64n }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (ids, size) => {
          const rows = ids.toSorted((a, b) => (a < b ? -1 : 1))
          const seen = walk(
            "trades",
            (call) => {
              const from = BigInt(Object.fromEntries(call.query ?? [])["fromId"] ?? "0")
              return replyWith(
                rows
                  .filter((id) => id >= from)
                  .slice(0, size)
                  .map((id) => rowOf("get_user_trades", { id: String(id) }))
              )
            },
            { ...first, dimension: "BNB/BTC" }
          )
          expect(seen).toEqual(rows.map((id) => `BNBBTC:${id}`))
        }
      ),
      { numRuns: 200 }
    )
  })

  it("are not over with a short page", () => {
    const page = binance.streams.trades.parse(replyWith([rowOf("get_user_trades", { id: 7 })]), first)
    expect(page).toMatchObject({ next: "8", exhausted: false })
    expect(binance.streams.trades.parse(replyWith([]), { ...first, cursor: "8" })).toMatchObject({ next: "8", exhausted: true })
    // An id that cannot be read is no place to go on from.
    expect(binance.streams.trades.parse(replyWith([{ id: "x" }, 5]), { ...first, cursor: "8" })).toMatchObject({
      next: "8",
      exhausted: false
    })
  })
})

describe("small change", () => {
  it("goes on below the hundredth row", () => {
    const detail = (i: number) => ({ ...rowOf("get_dust_log"), fromAsset: `C${i}`, operateTime: window.to - 1 - i })
    const parse = (count: number) =>
      binance.streams.dust.parse(
        pageOf(
          "dust",
          Array.from({ length: count }, (_, i) => detail(i))
        ),
        { ...first, window }
      )
    expect(parse(99)).toMatchObject({ exhausted: true })
    expect(parse(100)).toMatchObject({ next: String(window.to - 100), exhausted: false })
    expect(binance.streams.dust.parse(replyWith({ total: 1, userAssetDribblets: [{ x: 1 }] }), first).quarantined).toEqual([
      { pointer: "/userAssetDribblets/0", reason: "transId is not an id" }
    ])
  })
})

describe("a cursor", () => {
  it("of a spelling that is not ours begins anew", () => {
    for (const cursor of [null, "", "x", "1+-2", "1.5+0", "-4"]) {
      expect(readBorder(cursor)).toEqual({ end: null, offset: 0 })
      expect([endOf(cursor), numberOf(cursor)]).toEqual([null, 1])
      expect(binance.streams.trades.request({ ...first, cursor }).query).toContainEqual(["fromId", "0"])
    }
  })
})
