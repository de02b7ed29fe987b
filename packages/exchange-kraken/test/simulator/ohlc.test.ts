import { describe, expect, it } from "vitest"
import { kraken } from "../../src/index.ts"
import { makeKrakenSimulator, parseAccount } from "../../src/simulator/index.ts"
import { replyOf, textOf } from "../fixture.ts"
import { control, open } from "./client.ts"

const now = Date.UTC(2026, 8, 23, 1, 18, 16)
const day = 86_400_000
const simulator = (at = now) => makeKrakenSimulator({ account: "beginner", rateLimits: false, now: () => at })
const rowsOf = async (query: string, at = now) => (await open(simulator(at), "OHLC", query)).json.result.XXBTZUSD

describe("OHLC", () => {
  it("has the recorded shape, traded in or not", async () => {
    const recorded = JSON.parse(textOf("get_ohlc_2020")).result.XETHXXBT
    const shape = (row: ReadonlyArray<unknown>) => row.map((value) => typeof value)
    const rows = await rowsOf("?pair=XBTUSD")
    expect(new Set(rows.map((row: any) => JSON.stringify(shape(row))))).toEqual(new Set([JSON.stringify(shape(recorded[0]))]))
    const quiet = rows.find((row: any) => row[7] === 0)
    expect([Number(quiet[5]), Number(quiet[6])]).toEqual([0, 0])
  })

  it("shows the last 720, whatever is asked for, and the one that is not over", async () => {
    for (const since of ["", "&since=0", "&since=1500000000"]) {
      const rows = await rowsOf(`?pair=XXBTZUSD&interval=60${since}`)
      expect(rows).toHaveLength(720)
      expect(rows.at(-1)[0]).toBe(Math.floor(now / 3_600_000) * 3600)
    }
    const { result } = (await open(simulator(), "OHLC", "?pair=XXBTZUSD&interval=60&since=1790126290")).json
    expect(result.XXBTZUSD).toHaveLength(1)
    expect(result.last).toBe(result.XXBTZUSD[0][0] - 3600)
  })

  it("begins after `since`, not at it", async () => {
    const rows = await rowsOf("?pair=XXBTZUSD&interval=1")
    expect((await rowsOf(`?pair=XXBTZUSD&interval=1&since=${rows[700][0]}`))[0]).toEqual(rows[701])
  })

  it("agrees with the ticker, and holds what the account traded", async () => {
    const rows = await rowsOf("?pair=XXBTZUSD&interval=1440")
    const ticker = (await open(simulator(), "Ticker", "?pair=XXBTZUSD")).json.result.XXBTZUSD
    expect([rows.at(-1)[4], rows.at(-2)[2], rows.at(-2)[3]]).toEqual([ticker.c[0], ticker.h[0], ticker.l[0]])
    expect([Number(rows.at(-2)[6]), rows.at(-2)[5]]).toEqual([Number(ticker.v[1]), ticker.p[1]])
    const then = Date.UTC(2023, 1, 1)
    const old = await rowsOf("?pair=XXBTZUSD&interval=1440", then)
    expect([old.length, old.at(-1)[0]]).toEqual([720, then / 1000])
    const bought = Date.UTC(2023, 0, 10, 17, 20)
    const minute = (await rowsOf("?pair=XXBTZUSD&interval=1", bought + 120_000)).find((row: any) => row[0] === bought / 1000)
    expect([minute[1], minute[4]]).toEqual(["17443.20000", "17443.20000"])
    const whole = old.find((row: any) => row[0] === Math.floor(bought / day) * (day / 1000))
    expect(whole[7]).toBe(old.at(-2)[7] + 1)
  })

  it("refuses a pair and an interval that are none, and obeys the fault plan", async () => {
    const one = simulator()
    expect((await open(one, "OHLC", "?pair=ABC")).error).toBe("EQuery:Unknown asset pair")
    expect((await open(one, "OHLC", "?pair=XBTUSD&interval=2")).error).toBe("EGeneral:Invalid arguments:interval")
    expect((await open(one, "OHLC", "?pair=XBTUSD&since=x")).error).toBe("EGeneral:Invalid arguments:since")
    await control(one, "POST", "faults", { rules: [{ route: "OHLC", fault: "emptyList" }] })
    expect((await open(one, "OHLC", "?pair=XBTUSD")).json.result.XXBTZUSD).toEqual([])
  })

  it("takes in what is traded while it runs", async () => {
    const one = makeKrakenSimulator({ account: parseAccount({}), rateLimits: false, now: () => now })
    const dear = {
      id: "T1",
      ordertxid: "O1",
      pair: "XXBTZUSD",
      time: now / 1000 - 30,
      type: "buy",
      price: "250000.00000",
      cost: "2.5",
      fee: "0",
      vol: "0.00001",
      margin: "0"
    }
    one.append({ trades: [dear] })
    const reply = replyOf((await open(one, "OHLC", "?pair=XBTUSD&interval=60")).text)
    const { items } = kraken.candles.parse(reply, { market: "XXBTZUSD", spanMs: 3_600_000, from: 0, to: now })
    expect(items.at(-1)!.high).toBe("250000")
  })
})
