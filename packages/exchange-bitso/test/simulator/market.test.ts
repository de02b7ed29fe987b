import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeBitsoSimulator, parseAccount, personas, type BitsoSimulatorOptions } from "../../src/simulator/index.ts"
import { textOf } from "../fixture.ts"
import { call, install, nextNonce } from "./client.ts"

const today = Date.UTC(2026, 8, 23, 1, 18, 16, 700)
const day = 86_400_000

const simulator = (options: Partial<BitsoSimulatorOptions> = {}) =>
  install(makeBitsoSimulator({ account: "beginner", rateLimits: false, now: () => today, ...options }))
type One = ReturnType<typeof simulator>

const get = async (one: One, path: string): Promise<any> => (await call(one, `/api/v3/${path}`)).json?.payload
const bookNames = async (one: One): Promise<ReadonlyArray<string>> => (await get(one, "available_books")).map((row: any) => row.book)

/** All trades since an instant, oldest first, found by walking back from the newest. */
const since = async (one: One, book: string, from: number, limit = 100): Promise<Array<any>> => {
  const seen: Array<any> = []
  for (let marker = ""; ;) {
    const rows = await get(one, `trades?book=${book}&limit=${limit}${marker === "" ? "" : `&marker=${marker}`}`)
    const recent = rows.filter((row: any) => timeOf(row) >= from)
    seen.push(...recent)
    if (recent.length < rows.length || rows.length === 0) return seen.reverse()
    marker = rows.at(-1).tid
  }
}
const timeOf = (row: any): number => Date.parse(row.created_at.replace("+0000", "Z"))

/** In units of 10^-16, by a reading of its own: the simulator's arithmetic is what is being judged. */
const units = (text: string): bigint => {
  const [whole = "0", fraction = ""] = text.split(".")
  return BigInt(whole + fraction.padEnd(16, "0"))
}
const sum = (texts: ReadonlyArray<string>): bigint => texts.reduce((all, text) => all + units(text), 0n)
const least = (values: ReadonlyArray<bigint>) => values.reduce((a, b) => (b < a ? b : a))
const most = (values: ReadonlyArray<bigint>) => values.reduce((a, b) => (b > a ? b : a))

describe("the ticker", () => {
  it("tells of any 24 hours of the still picture what their trades say", async () => {
    for (const now of [today, Date.UTC(2026, 6, 2, 11, 59, 59, 999)]) {
      const one = simulator({ now: () => now })
      for (const ticker of await get(one, "ticker")) {
        // Trades print whole seconds, so the window's edges are taken out of the ticker's.
        const trades = await since(one, ticker.book, Math.ceil((now - day) / 1000) * 1000)
        const prices = trades.map(({ price }) => units(price))
        expect([trades.at(-1).price, trades.length > 200], ticker.book).toEqual([ticker.last, true])
        expect([most(prices), least(prices)], ticker.book).toEqual([units(ticker.high), units(ticker.low)])
        expect(sum(trades.map(({ amount }) => amount)), ticker.book).toBe(units(ticker.volume))
        const value = trades.reduce((all, { price, amount }) => all + units(price) * units(amount), 0n)
        const printed = 10n ** BigInt(16 - (ticker.vwap.split(".")[1]?.length ?? 0))
        expect((value / units(ticker.volume) / printed) * printed, ticker.book).toBe(units(ticker.vwap))
      }
    }
  })
})

describe("trades", () => {
  it("come newest first, in whole seconds, with ids that rise, in the recorded shape", async () => {
    const one = simulator()
    const { payload } = (await call(one, "/api/v3/trades?book=btc_mxn&limit=100")).json
    for (const name of ["get_trades_2017", "get_trades_2024"]) {
      expect(Object.keys(payload[0])).toEqual(Object.keys(JSON.parse(textOf(name)).payload[0]))
    }
    const tids = payload.map((row: any) => Number(row.tid))
    expect(tids).toEqual(tids.toSorted((a: number, b: number) => b - a))
    expect(new Set(tids).size).toBe(100)
    expect(timeOf(payload[0])).toBeLessThanOrEqual(today)
    expect(today - timeOf(payload[0])).toBeLessThan(20 * 60_000)
    expect(payload.every((row: any) => row.created_at.endsWith("+0000") && typeof row.tid === "string")).toBe(true)
    expect((await call(one, "/api/v3/trades?book=btc_mxn")).json.payload).toHaveLength(25)
  })

  it("are the same whatever the pages and the direction, and stay what they are", async () => {
    const one = simulator()
    const whole = await since(one, "eth_mxn", today - day)
    const later = simulator({ now: () => today + day / 2 })
    expect((await since(later, "eth_mxn", today - day)).slice(0, whole.length)).toEqual(whole)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: whole.length - 1 }), async (limit, index) => {
        const marker = whole[index].tid
        const down = await get(one, `trades?book=eth_mxn&limit=${limit}&marker=${marker}`)
        const up = await get(one, `trades?book=eth_mxn&limit=${limit}&marker=${marker}&sort=asc`)
        const older = whole.slice(Math.max(0, index - limit), index).reverse()
        expect(down.slice(0, older.length)).toEqual(older)
        expect(up.slice(0, whole.length - index - 1)).toEqual(whole.slice(index + 1, index + 1 + limit))
      }),
      { numRuns: 40 }
    )
  })

  it("hold the account's own fills, as everybody sees them", async () => {
    for (const account of ["beginner", "gap"] as const) {
      const one = simulator({ account })
      for (const book of new Set(personas[account]().user_trades.map((row) => String(row["book"])))) {
        const own: Array<any> = personas[account]()
          .user_trades.filter((row) => row["book"] === book)
          .reverse()
        const rows: Array<any> = []
        for (const { tid } of own) {
          const [before] = await get(one, `trades?book=${book}&limit=1&marker=${tid}`)
          rows.push(...(await get(one, `trades?book=${book}&limit=1&marker=${before.tid}&sort=asc`)))
        }
        expect(rows.map(({ tid, created_at, price, maker_side }: any) => ({ tid, created_at, price, maker_side }))).toEqual(
          own.map(({ tid, created_at, price, maker_side }) => ({ tid, created_at, price, maker_side }))
        )
        expect(rows.map((row: any) => units(row.amount))).toEqual(own.map((row) => units(row.major.replace("-", ""))))
      }
    }
  })

  it("take in what the account trades while others do, between theirs", async () => {
    const at = new Date(Math.floor(today / 1000) * 1000 - 7_200_000).toISOString().replace(".000Z", "+0000")
    const fill = { tid: "7", oid: "o", book: "btc_mxn", created_at: at, price: "1500000", side: "buy", maker_side: "sell" }
    const one = simulator({ account: parseAccount({}) })
    const before = await since(one, "btc_mxn", today - day)
    one.append({ user_trades: [{ ...fill, major: "0.5", minor: "-750000", fees_amount: "0", fees_currency: "btc" }] })
    const after = await since(one, "btc_mxn", today - day, 7)
    const place = after.findIndex((row) => row.tid === "7")
    expect(after[place]).toEqual({ book: "btc_mxn", created_at: at, amount: "0.5", maker_side: "sell", price: "1500000", tid: "7" })
    expect(after.toSpliced(place, 1)).toEqual(before)
    expect(timeOf(after[place - 1])).toBeLessThanOrEqual(timeOf(after[place]))
    expect(timeOf(after[place + 1])).toBeGreaterThanOrEqual(timeOf(after[place]))
    expect(await get(one, "trades?book=btc_mxn&sort=asc&limit=2&marker=7")).toEqual(after.slice(place + 1, place + 3))
  })

  it("of an unknown book are none, and of an unknown place are refused", async () => {
    const one = simulator()
    expect((await call(one, "/api/v3/trades?book=nope_usd")).json).toEqual(JSON.parse(textOf("get_trades_unknown_book")))
    for (const query of ["marker=5", "marker=x", "limit=0", "sort=up"]) {
      expect(await call(one, `/api/v3/trades?book=btc_mxn&${query}`)).toMatchObject({ status: 400, json: { error: { code: "0320" } } })
    }
    // A trade that has not happened yet is no place either.
    const tomorrow = simulator({ now: () => today + day })
    const { tid } = (await get(tomorrow, "trades?book=btc_mxn&limit=1"))[0]
    expect((await call(simulator(), `/api/v3/trades?book=btc_mxn&marker=${tid}`)).status).toBe(400)
  })
})

describe("candles", () => {
  const ohlc = (one: One, book: string, size: number, window = "") => get(one, `ohlc?book=${book}&time_bucket=${size}${window}`)

  it.each([60, 300, 900, 1800, 3600, 14_400, 43_200])("of %i seconds are what the trades in them make", async (size) => {
    const one = simulator()
    const from = today - day
    for (const book of ["btc_mxn", "xrp_btc"]) {
      const trades = await since(one, book, from - size * 2000)
      const candles = await ohlc(one, book, size, `&start=${from}&end=${today}`)
      expect(candles.length).toBe(Math.floor(today / size / 1000) - Math.ceil(from / size / 1000) + 1)
      let price = trades.findLast((row) => timeOf(row) < candles[0].bucket_start_time)?.price
      let carried = 0
      for (const candle of candles) {
        const start = candle.bucket_start_time
        expect(start % (size * 1000)).toBe(0)
        const inside = trades.filter((row) => timeOf(row) >= start && timeOf(row) < start + size * 1000)
        const prices = inside.map((row) => row.price)
        expect(candle.trade_count).toBe(inside.length)
        expect(units(candle.volume)).toBe(sum(inside.map((row) => row.amount)))
        if (inside.length === 0) {
          carried += 1
          expect(candle).toMatchObject({ first_rate: price, last_rate: price, min_rate: price, max_rate: price, volume: "0", vwap: "0" })
          expect(candle.last_trade_time).toBeLessThan(start)
          continue
        }
        price = prices.at(-1)
        expect([candle.first_rate, candle.last_rate]).toEqual([prices[0], price])
        expect([units(candle.min_rate), units(candle.max_rate)]).toEqual([least(prices.map(units)), most(prices.map(units))])
        expect(Math.floor(candle.first_trade_time / 1000) * 1000).toBe(timeOf(inside[0]))
        expect(Math.floor(candle.last_trade_time / 1000) * 1000).toBe(timeOf(inside.at(-1)))
      }
      expect(carried > 0).toBe(size <= 300)
    }
  })

  it("of a day begin at midnight in Mexico City, 06:00 UTC, and have the day's volume", async () => {
    const one = simulator()
    const candles = await ohlc(one, "btc_mxn", 86_400, `&start=${today - 10 * day}`)
    expect(candles.map((row: any) => new Date(row.bucket_start_time).toISOString().slice(10))).toEqual(Array(10).fill("T06:00:00.000Z"))
    expect(new Set(candles.slice(0, -1).map((row: any) => row.volume))).toEqual(new Set(["41.22834105"]))
    expect(candles.at(-1).trade_count).toBeGreaterThan(0)
    const weeks = await ohlc(one, "btc_mxn", 604_800, `&start=${today - 30 * day}`)
    expect(weeks.every((row: any) => new Date(row.bucket_start_time).toUTCString().startsWith("Mon"))).toBe(true)
  })

  it("of the past hold what the account traded, beside what others did", async () => {
    const account = personas.trader()
    const one = simulator({ account })
    const fills = account.user_trades.filter((row) => row["book"] === "btc_mxn")
    const first = timeOf(fills.at(-1))
    const span = `&start=${first - 30 * day}&end=${first + 700 * day}`
    const candles = await ohlc(one, "btc_mxn", 86_400, span)
    const byStart = new Map<number, any>(candles.map((row: any) => [row.bucket_start_time, row]))
    const own = new Map<any, number>()
    for (const fill of fills) {
      const candle = byStart.get(Math.floor((timeOf(fill) - day / 4) / day) * day + day / 4)
      if (candle === undefined) continue
      own.set(candle, (own.get(candle) ?? 0) + 1)
      const price = units(String(fill["price"]))
      expect(price >= units(candle.min_rate) && price <= units(candle.max_rate)).toBe(true)
    }
    expect(own.size).toBeGreaterThan(600)
    const others = await ohlc(simulator({ account: parseAccount({}) }), "btc_mxn", 86_400, span)
    expect(candles.map((row: any) => row.trade_count)).toEqual(
      others.map((row: any, i: number) => row.trade_count + (own.get(candles[i]) ?? 0))
    )
    expect(Math.min(...others.map((row: any) => row.trade_count))).toBeGreaterThan(50)
  })

  it("reach back over years, in dollars over fewer", async () => {
    const one = simulator()
    const first = async (book: string) =>
      new Date((await ohlc(one, book, 604_800, "&start=0"))[0].bucket_start_time).toISOString().slice(0, 7)
    expect([await first("btc_mxn"), await first("btc_usd"), await first("usdt_usd")]).toEqual(["2013-12", "2021-06", "2021-06"])
  })

  it("have the recorded shape, traded in or carried", async () => {
    const one = simulator()
    const candles = await ohlc(one, "btc_usdt", 60, `&start=${today - day}`)
    const keys = Object.keys(JSON.parse(textOf("get_ohlc_2022")).payload[0]).sort()
    const carried = JSON.parse(textOf("get_ohlc_zero_trades_2025")).payload[0]
    const quiet = candles.find((row: any) => row.trade_count === 0)
    for (const row of candles) expect(Object.keys(row).sort()).toEqual(keys)
    expect(Object.keys(quiet).sort()).toEqual(Object.keys(carried).sort())
    expect([carried, quiet].map(({ trade_count, volume, vwap }) => [trade_count, volume, vwap])).toEqual(Array(2).fill([0, "0", "0"]))
    for (const row of [carried, quiet]) expect(row.last_trade_time).toBeLessThan(row.bucket_start_time)
  })

  it("are asked for in milliseconds, a day of minutes at most", async () => {
    const one = simulator()
    expect(await ohlc(one, "btc_mxn", 60, `&start=${Math.floor((today - day) / 1000)}&end=${Math.floor(today / 1000)}`)).toEqual([])
    expect(await ohlc(one, "btc_mxn", 60)).toHaveLength(1440)
    expect(await ohlc(one, "btc_mxn", 60, `&start=${today - 5 * day}`)).toHaveLength(1440)
    expect(await ohlc(one, "btc_mxn", 60, `&start=${today + day}`)).toEqual([])
    expect(await ohlc(one, "nope_usd", 60)).toEqual([])
  })

  it("need a bucket that exists", async () => {
    const one = simulator()
    const error = JSON.parse(textOf("error_ohlc_missing_time_bucket_0304"))
    expect(await call(one, "/api/v3/ohlc?book=btc_mxn")).toMatchObject({ status: 400, json: error })
    expect((await call(one, "/api/v3/ohlc?book=btc_mxn&time_bucket=61")).json.error).toMatchObject({ code: "0304" })
  })
})

describe("the order book", () => {
  it("has fifty levels a side around the ticker's prices, of the orders that aggregate=false shows", async () => {
    const one = simulator()
    for (const book of await bookNames(one)) {
      const ticker = await get(one, `ticker?book=${book}`)
      const levels = await get(one, `order_book?book=${book}`)
      const orders = await get(one, `order_book?book=${book}&aggregate=false`)
      expect(levels).toEqual(await get(one, `order_book?book=${book}&aggregate=true`))
      expect([units(levels.bids[0].price), units(levels.asks[0].price)]).toEqual([units(ticker.bid), units(ticker.ask)])
      for (const side of ["bids", "asks"] as const) {
        const prices: ReadonlyArray<bigint> = levels[side].map((row: any) => units(row.price))
        expect(prices).toHaveLength(50)
        expect(prices).toEqual([...new Set(prices)].sort((a, b) => (side === "bids" ? (a > b ? -1 : 1) : a < b ? -1 : 1)))
        for (const level of levels[side]) {
          const at = orders[side].filter((order: any) => order.price === level.price)
          expect(sum(at.map((order: any) => order.amount))).toBe(units(level.amount))
        }
        expect(new Set(orders[side].map((order: any) => order.oid)).size).toBe(orders[side].length)
      }
      expect(most(levels.bids.map((row: any) => units(row.price))) < least(levels.asks.map((row: any) => units(row.price)))).toBe(true)
    }
  })

  it("has the recorded shape and a sequence that rises", async () => {
    let now = today
    const one = simulator({ now: () => now })
    const levels = await get(one, "order_book?book=btc_mxn")
    const recorded = JSON.parse(textOf("get_order_book_2017")).payload
    expect(Object.keys(levels)).toEqual(Object.keys(recorded))
    expect(Object.keys(levels.bids[0])).toEqual(Object.keys(recorded.bids[0]))
    const documented = JSON.parse(textOf("get_order_book_documented_orders")).payload
    const orders = await get(one, "order_book?book=btc_mxn&aggregate=false")
    expect(Object.keys(orders.asks[0])).toEqual(Object.keys(documented.asks[0]))
    expect(levels).toMatchObject({ updated_at: "2026-09-23T01:18:16+00:00", sequence: expect.any(String) })
    now += 1000
    expect(BigInt((await get(one, "order_book?book=btc_mxn")).sequence)).toBeGreaterThan(BigInt(levels.sequence))
  })

  it("holds the account's own orders, but for those that would have traded", async () => {
    const one = simulator()
    const [sell, buy] = personas.beginner().open_orders
    const { bids, asks } = await get(one, "order_book?book=btc_mxn&aggregate=false")
    expect(bids.at(-1)).toEqual({ book: "btc_mxn", price: "400000", amount: buy!["unfilled_amount"], oid: buy!["oid"] })
    expect(asks.some((order: any) => order.oid === buy!["oid"])).toBe(false)
    expect(sell).toMatchObject({ book: "xrp_mxn", price: "12.50" })
    const xrp = await get(one, "order_book?book=xrp_mxn&aggregate=false")
    expect([...xrp.bids, ...xrp.asks].some((order: any) => order.oid === sell!["oid"])).toBe(false)
  })

  it("refuses what is no book as recorded", async () => {
    const one = simulator()
    expect(await call(one, "/api/v3/order_book?book=nope_usd")).toMatchObject({
      status: 400,
      text: JSON.stringify(JSON.parse(textOf("error_order_book_unknown_book")))
    })
    expect(await call(one, "/api/v3/order_book")).toMatchObject({
      status: 400,
      text: JSON.stringify(JSON.parse(textOf("error_order_book_missing_book")))
    })
  })
})

describe("the catalogue", () => {
  it("names every currency that a balance may list, as recorded where it is", async () => {
    const one = simulator()
    const { metadata } = (await get(one, "catalogues")).currencies
    const { json } = await call(one, "/api/v3/balance", { nonce: nextNonce(today) })
    const balances = json.payload.balances.map((row: any) => row.currency)
    expect(metadata.map((row: any) => row.code)).toEqual(balances)
    for (const recorded of JSON.parse(textOf("get_catalogues_2026")).payload.currencies.metadata) {
      expect(metadata).toContainEqual(recorded)
    }
  })

  it("needs no key", async () => {
    const one = simulator()
    for (const path of ["catalogues", "order_book?book=btc_mxn", "trades?book=btc_mxn", "ohlc?book=btc_mxn&time_bucket=60"]) {
      expect((await fetch(`${one.origin}/api/v3/${path}`)).status).toBe(200)
    }
  })
})
