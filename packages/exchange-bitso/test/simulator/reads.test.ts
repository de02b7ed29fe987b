import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeBitsoSimulator, parseAccount, personas, type Account, type BitsoSimulatorOptions } from "../../src/simulator/index.ts"
import { call, install, walk } from "./client.ts"

const simulator = (options: Partial<BitsoSimulatorOptions> = {}) =>
  install(makeBitsoSimulator({ account: "beginner", rateLimits: false, ...options }))

const manyRows = (count: number): Account =>
  parseAccount({
    ledger: Array.from({ length: count }, (_, i) => ({
      eid: `e${count - i}`,
      operation: "x",
      created_at: "2024-01-01T00:00:00+0000",
      balance_updates: [],
      details: {}
    }))
  })

describe("paging", () => {
  it("returns each row once, for all sizes and both directions", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 45 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom("asc", "desc", undefined),
        async (count, limit, sort) => {
          const ids = (await walk(simulator({ account: manyRows(count) }), "ledger", "eid", limit, sort)).map((row) => row.eid)
          const wanted = Array.from({ length: count }, (_, i) => `e${i + 1}`)
          expect(ids).toEqual(sort === "asc" ? wanted : wanted.reverse())
        }
      ),
      { numRuns: 40 }
    )
  })

  it("gives 25 rows unasked and 100 at most", async () => {
    const one = simulator({ account: manyRows(120) })
    expect((await call(one, "/api/v3/ledger")).json.payload).toHaveLength(25)
    expect((await call(one, "/api/v3/ledger?limit=100")).json.payload).toHaveLength(100)
    expect((await call(one, "/api/v3/ledger?limit=500")).json.payload).toHaveLength(100)
  })

  it("refuses what it cannot follow with 0320", async () => {
    const one = simulator()
    for (const query of ["marker=unknown", "limit=0", "limit=x", "sort=up"]) {
      expect(await call(one, `/api/v3/ledger?${query}`)).toMatchObject({ status: 400, json: { success: false, error: { code: "0320" } } })
    }
  })

  it("goes only towards the past in fundings and withdrawals", async () => {
    const one = simulator()
    for (const [list, id] of [
      ["fundings", "fid"],
      ["withdrawals", "wid"]
    ] as const) {
      const rows = await walk(one, list, id, 1)
      expect(rows).toEqual((one.truth() as any)[list])
      expect((await call(one, `/api/v3/${list}?sort=asc&limit=2`)).json.payload).toEqual(rows.slice(0, 2))
    }
  })
})

describe("the reads", () => {
  it("serve an account as it is", async () => {
    const one = simulator()
    const account = personas.beginner()
    expect(await walk(one, "ledger", "eid", 7)).toEqual(account.ledger)
    expect(await walk(one, "user_trades", "tid", 3)).toEqual(account.user_trades)
    expect((await call(one, "/api/v3/open_orders")).json.payload).toEqual(account.open_orders)
    const { balances } = (await call(one, "/api/v3/balance")).json.payload
    expect(balances.find((row: any) => row.currency === "mxn")).toEqual({
      currency: "mxn",
      available: "9613.47962505",
      locked: "1600.00000000",
      total: "11213.47962505"
    })
    expect(balances.find((row: any) => row.currency === "link")).toEqual({
      currency: "link",
      available: "0.00000000",
      locked: "0.00",
      total: "0.00000000"
    })
    expect((await call(one, "/api/v3/account_status")).json.payload.client_id).toBe(account.client_id)
    expect((await call(one, "/api/v3/fees")).json.payload.fees[0].taker_fee_decimal).toBe("0.00780000")
  })

  it("split the ledger by operation", async () => {
    const one = simulator()
    const { ledger } = personas.beginner()
    for (const [path, operation] of Object.entries({ trades: "trade", fees: "fee", fundings: "funding", withdrawals: "withdrawal" })) {
      expect(await walk(one, `ledger/${path}`, "eid", 2)).toEqual(ledger.filter((row) => row["operation"] === operation))
    }
  })

  it("filter and look up by id", async () => {
    const one = simulator()
    const { user_trades, fundings, withdrawals } = personas.beginner()
    expect((await call(one, "/api/v3/user_trades?book=eth_mxn")).json.payload).toEqual(
      user_trades.filter((row) => row["book"] === "eth_mxn")
    )
    expect((await call(one, `/api/v3/user_trades/${user_trades[0]!["tid"]}-${user_trades[1]!["tid"]}-1`)).json.payload).toEqual(
      user_trades.slice(0, 2)
    )
    expect((await call(one, `/api/v3/fundings?fids=${fundings[1]!["fid"]}`)).json.payload).toEqual([fundings[1]])
    expect((await call(one, `/api/v3/withdrawals/${withdrawals[0]!["wid"]}`)).json.payload).toEqual([withdrawals[0]])
    expect((await call(one, "/api/v3/withdrawals?currency=btc")).json.payload).toHaveLength(1)
  })

  it("show the market, with the ticker's own way to refuse a book", async () => {
    const one = simulator({ now: () => Date.UTC(2026, 8, 23, 1, 18, 16, 700) })
    const tickers = (await call(one, "/api/v3/ticker")).json.payload
    const books = (await call(one, "/api/v3/available_books")).json.payload
    expect(tickers.map((row: any) => row.book)).toEqual(books.map((row: any) => row.book))
    expect(new Set(tickers.map((row: any) => row.created_at))).toEqual(new Set(["2026-09-23T01:18:16+00:00"]))
    expect((await call(one, "/v3/ticker?book=btc_mxn")).json.payload).toMatchObject({ book: "btc_mxn", last: "1785210" })
    expect(books[0]).toMatchObject({
      fees: { flat_rate: { maker: "0.006", taker: "0.0078" } },
      tick_size: "1",
      minimum_amount: "0.0000006"
    })
    expect(await call(one, "/api/v3/ticker?book=nope_usd")).toMatchObject({
      status: 400,
      text: '{"error":{"code":20,"message":"Unknown OrderBook nope_usd"}}'
    })
  })

  it("leave unknown paths empty", async () => {
    expect(await call(simulator(), "/api/v3/nothing")).toMatchObject({ status: 404, text: "" })
  })
})

describe("an account", () => {
  it("may state its balance in every form", async () => {
    const expected = { btc: { total: "1.5", available: "1.25", locked: "0.25" } }
    const row = { currency: "btc", total: "1.50", available: "1.25", locked: "2.5E-1" }
    const forms = [
      { btc: { total: "1.5", available: "1.25", locked: "0.25" } },
      { btc: { total: 1.5, locked: 0.25 } },
      [row],
      { balances: [row] }
    ]
    for (const balance of forms) expect((simulator({ account: parseAccount({ balance }) }).truth() as any).balances).toEqual(expected)
    expect((simulator({ account: parseAccount({ balance: { btc: "2" } }) }).truth() as any).balances).toEqual({
      btc: { total: "2", available: "2", locked: "0" }
    })
  })

  it("grows by what is appended", async () => {
    const one = simulator()
    const row = {
      eid: "new",
      operation: "funding",
      created_at: "2024-01-01T00:00:00+0000",
      balance_updates: [{ currency: "mxn", amount: "1.0E+2" }],
      details: {}
    }
    const response = await fetch(`${one.origin}/__sandbox/append`, { method: "POST", body: JSON.stringify({ ledger: [row] }) })
    expect(response.status).toBe(200)
    expect((await call(one, "/api/v3/ledger?limit=1")).json.payload).toEqual([row])
    expect((one.truth() as any).balances.mxn.total).toBe("11313.47962505")
    one.append({ open_orders: [], balance: { btc: "1" } })
    expect((one.truth() as any).balances).toMatchObject({ mxn: { locked: "0", available: "11313.47962505" }, btc: { total: "1" } })
  })

  it("tells the same truth in process and over the wire", async () => {
    const one = simulator({ account: "oddities" })
    const wire = await (await fetch(`${one.origin}/__sandbox/truth`)).text()
    expect(JSON.parse(wire)).toEqual(JSON.parse(JSON.stringify(one.truth())))
    expect(wire).toContain('"amount":12345678901234.000000000000000001')
  })
})
