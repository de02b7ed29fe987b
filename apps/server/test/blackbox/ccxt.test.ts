/**
 * The sandbox is Bitso to somebody else's program as well: ccxt's `bitso` class as it is published, told nothing but where
 * the exchange is. What it reads is compared with the simulator's truth.
 */
import { personas } from "@caudal/exchange-bitso/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, openSandbox, type Sandbox } from "./harness.ts"

const day = 86_400_000

describe("ccxt's bitso class, as published", () => {
  let exchange: Sandbox
  let truth: Answer
  let bitso: Answer
  /** `number: String` is ccxt's own way to keep digits; without it, it answers in doubles. */
  let settings: Answer
  let ccxt: Answer
  beforeAll(async () => {
    exchange = await openSandbox(["--persona", "beginner"])
    truth = await exchange.truth()
    // A hundred exchanges' classes: nobody else in this repository's tests should have to wait for them.
    ccxt = (await import("ccxt")).default
    settings = {
      apiKey: exchange.apiKey,
      secret: exchange.apiSecret,
      rateLimit: 20,
      number: String,
      urls: { api: { rest: `${exchange.url}/api` } }
    }
    bitso = new ccxt.bitso(settings)
    await bitso.loadMarkets()
  })
  afterAll(async () => {
    await exchange?.stop()
  })

  const native = async (path: string): Promise<Answer> => ((await (await fetch(`${exchange.url}/api/v3/${path}`)).json()) as Answer).payload
  /** As a number is printed. */
  const plain = (text: string): string => String(Number(text))
  const symbolOf = (book: string): string => book.toUpperCase().replace("_", "/")
  const times = (row: Answer): number => Date.parse(row.created_at.replace("+0000", "Z"))

  it("reads every market and currency", async () => {
    const books = await native("available_books")
    expect(Object.keys(bitso.markets).sort()).toEqual(books.map(({ book }: Answer) => symbolOf(book)).sort())
    for (const book of books) {
      const market = bitso.markets[symbolOf(book.book)]
      expect([market.maker, market.taker].map(Number)).toEqual([book.fees.structure[0].maker, book.fees.structure[0].taker].map(Number))
      expect(plain(market.precision.price)).toBe(plain(book.tick_size))
      expect(plain(market.limits.amount.min)).toBe(plain(book.minimum_amount))
    }
    const { metadata } = (await native("catalogues")).currencies
    const currencies = await bitso.fetchCurrencies()
    expect(Object.keys(currencies).sort()).toEqual(metadata.map(({ code }: Answer) => code.toUpperCase()).sort())
    expect(currencies.BTC).toMatchObject({ id: "btc", name: "Bitcoin", type: "crypto" })
  })

  it("reads the balance of each currency, free and locked", async () => {
    const balance = await bitso.fetchBalance()
    for (const [code, { total, available, locked }] of Object.entries<Answer>(truth.balances)) {
      const read = balance[code.toUpperCase()]
      expect([read.total, read.free, read.used].map(plain), code).toEqual([total, available, locked].map(plain))
    }
    const held = Object.entries<string>(balance.total).filter(([, total]) => Number(total) !== 0)
    expect(held.map(([code]) => code.toLowerCase()).sort()).toEqual(
      Object.keys(truth.balances)
        .filter((code) => truth.balances[code].total !== "0")
        .sort()
    )
  })

  it("reads tickers", async () => {
    for (const { book, bid, ask, last, high, low, volume, vwap } of await native("ticker")) {
      if (!["btc_mxn", "xrp_btc"].includes(book)) continue
      const ticker = await bitso.fetchTicker(symbolOf(book))
      expect(ticker.symbol).toBe(symbolOf(book))
      expect([ticker.bid, ticker.ask, ticker.last, ticker.high, ticker.low, ticker.baseVolume, ticker.vwap].map(plain)).toEqual(
        [bid, ask, last, high, low, volume, vwap].map(plain)
      )
      expect(Math.abs(ticker.timestamp - Date.now())).toBeLessThan(60_000)
    }
  })

  it("reads the order book, in which nothing crosses", async () => {
    const book = await bitso.fetchOrderBook("ETH/MXN")
    const { bids, asks } = await native("order_book?book=eth_mxn")
    const pairs = (levels: Answer) => levels.map(({ price, amount }: Answer) => [plain(price), plain(amount)])
    expect(book.bids.map((level: Answer) => level.map(plain))).toEqual(pairs(bids))
    expect(book.asks.map((level: Answer) => level.map(plain))).toEqual(pairs(asks))
    expect(book.bids).toHaveLength(50)
    expect(Number(book.bids[0][0])).toBeLessThan(Number(book.asks[0][0]))
  })

  it("reads public trades, sides told from the taker", async () => {
    const trades = await bitso.fetchTrades("BTC/MXN", undefined, undefined, { limit: 40 })
    const rows = (await native("trades?book=btc_mxn&limit=60")) as ReadonlyArray<Answer>
    expect(trades).toHaveLength(40)
    for (const trade of trades) {
      const row = rows.find(({ tid }) => tid === trade.id)
      expect([plain(trade.price), plain(trade.amount), trade.timestamp]).toEqual([plain(row.price), plain(row.amount), times(row)])
      expect(trade.side).toBe(row.maker_side === "buy" ? "sell" : "buy")
    }
    expect(trades.map(({ timestamp }: Answer) => timestamp)).toEqual(trades.map(({ timestamp }: Answer) => timestamp).toSorted())
  })

  it("reads the account's own trades, with their fees", async () => {
    for (const symbol of ["BTC/MXN", "ETH/MXN", "XRP/MXN"]) {
      const own: ReadonlyArray<Answer> = truth.user_trades.filter(({ book }: Answer) => symbolOf(book) === symbol)
      const trades: ReadonlyArray<Answer> = await bitso.fetchMyTrades(symbol)
      expect(trades.map(({ id }) => id).sort()).toEqual(own.map(({ tid }) => tid).sort())
      for (const trade of trades) {
        const row = own.find(({ tid }) => tid === trade.id)
        expect([trade.order, trade.side, trade.takerOrMaker]).toEqual([row.oid, row.side, row.side === row.maker_side ? "maker" : "taker"])
        expect([trade.price, trade.amount, trade.cost, trade.fee.cost].map(plain)).toEqual(
          [row.price, row.major, row.minor, row.fees_amount].map((text) => plain(text.replace("-", "")))
        )
        expect([trade.fee.currency.toLowerCase(), trade.timestamp]).toEqual([row.fees_currency, times(row)])
      }
    }
  })

  it("reads the whole ledger, page by page", async () => {
    const seen: Array<Answer> = []
    for (let marker: string | undefined; ;) {
      const page: ReadonlyArray<Answer> = await bitso.fetchLedger(undefined, undefined, 7, marker === undefined ? {} : { marker })
      if (page.length === 0) break
      seen.push(...page)
      // ccxt sorts its pages by time; where the exchange goes on is the last row as it came.
      const ids = page.map(({ id }) => id)
      marker = truth.ledger.findLast(({ eid }: Answer) => ids.includes(eid)).eid
    }
    expect(seen.map(({ id }) => id).sort()).toEqual(truth.ledger.map(({ eid }: Answer) => eid).sort())
    for (const entry of seen) {
      const row = truth.ledger.find(({ eid }: Answer) => eid === entry.id)
      const [first] = row.balance_updates
      expect([entry.currency.toLowerCase(), entry.timestamp, entry.info]).toEqual([first.currency, times(row), row])
      expect(plain(entry.amount)).toBe(plain(first.amount))
    }
  })

  it("reads deposits", async () => {
    const deposits: ReadonlyArray<Answer> = await bitso.fetchDeposits()
    expect(deposits.map(({ id }) => id).sort()).toEqual(truth.fundings.map(({ fid }: Answer) => fid).sort())
    for (const deposit of deposits) {
      const row = truth.fundings.find(({ fid }: Answer) => fid === deposit.id)
      expect([plain(deposit.amount), deposit.currency.toLowerCase(), deposit.status]).toEqual([plain(row.amount), row.currency, "ok"])
      expect(deposit.txid).toBe(row.details.tx_hash)
    }
  })

  it("reads candles: those of a day, and those in which the account traded", async () => {
    const since = Date.now() - 6 * 3_600_000
    const hours: ReadonlyArray<Answer> = await bitso.fetchOHLCV("BTC/MXN", "1h", since, 5)
    const rows: ReadonlyArray<Answer> = await native(`ohlc?book=btc_mxn&time_bucket=3600&start=${since}&end=${since + 5 * 3_600_000}`)
    expect(hours).toHaveLength(5)
    expect(hours.map((candle) => candle.map((value: Answer) => plain(value)))).toEqual(
      rows.map((row) =>
        [row.bucket_start_time, row.first_rate, row.max_rate, row.min_rate, row.last_rate, row.volume].map((value) => plain(String(value)))
      )
    )
    const fills = personas.beginner().user_trades.filter(({ book }) => book === "btc_mxn") as ReadonlyArray<Answer>
    const { volume: usual } = await native("ticker?book=btc_mxn")
    for (const fill of fills) {
      const [candle] = await bitso.fetchOHLCV("BTC/MXN", "1d", Math.floor((times(fill) - day / 4) / day) * day + day / 4, 1)
      const [start, , high, low, , volume] = candle.map(Number)
      expect(new Date(start).toISOString().slice(10)).toBe("T06:00:00.000Z")
      expect(times(fill) - start).toBeLessThan(day)
      expect([low <= Number(fill.price), Number(fill.price) <= high]).toEqual([true, true])
      expect(volume).toBeCloseTo(Number(usual) + Number(fill.major), 8)
    }
  })

  it("is let in by its signature and its nonce, neither of which it may repeat or make up", async () => {
    await exchange.forget()
    await bitso.fetchBalance()
    const { requests } = await exchange.requests()
    expect(requests).toMatchObject([{ endpoint: "balance", status: 200, nonce: expect.stringMatching(/^\d{13}$/), nonceRose: true }])

    const nonce = bitso.nonce
    bitso.nonce = () => Number(requests[0]?.nonce)
    await expect(bitso.fetchBalance()).rejects.toBeInstanceOf(ccxt.AuthenticationError)
    bitso.nonce = nonce
    expect((await bitso.fetchBalance()).MXN.total).toBeDefined()
  })

  it("is refused with a wrong secret, and with a wrong key", async () => {
    for (const wrong of [{ secret: `${exchange.apiSecret.slice(0, -1)}x` }, { apiKey: "someoneelse" }]) {
      const stranger = new ccxt.bitso({ ...settings, ...wrong })
      await exchange.forget()
      for (const read of ["fetchBalance", "fetchLedger", "fetchDeposits"]) {
        await expect(stranger[read](), read).rejects.toBeInstanceOf(ccxt.AuthenticationError)
      }
      const signed = (await exchange.requests()).requests.filter(({ nonce: sent }) => sent !== null)
      expect(signed.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([401, "0201"]))
    }
    expect((await bitso.fetchTicker("BTC/MXN")).last).toBeDefined()
  })
})
