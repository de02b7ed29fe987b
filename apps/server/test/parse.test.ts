import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Json } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { parse } from "../src/commands/parse.ts"
import { failureLine } from "../src/failureLine.ts"
import { replyOf } from "../src/parse/lines.ts"

const fixtures = fileURLToPath(new URL("../../../packages/exchange-bitso/fixtures/", import.meta.url))

const run = async (args: ReadonlyArray<string>, stdin = "") => {
  let stdout = ""
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => undefined },
    stdin: async () => stdin,
    env: {},
    signal: new AbortController().signal
  }
  try {
    const code = await parse(args, io)
    const lines = stdout.trimEnd().split("\n")
    // oxlint-disable-next-line typescript/no-explicit-any
    return {
      code,
      stdout,
      lines: code === 0 && args.includes("--help") ? [] : stdout === "" ? [] : lines.map((line): any => JSON.parse(line)),
      said: ""
    }
  } catch (error) {
    const { exitCode, text } = failureLine(error)
    return { code: exitCode, stdout, lines: [], said: text }
  }
}

const row = {
  eid: "c4ca4238a0b923820dcc509a6f75849b",
  operation: "trade",
  created_at: "2016-04-08T17:52:31.000+00:00",
  balance_updates: [
    { currency: "mxn", amount: "-15024.7800228" },
    { currency: "btc", amount: "2.50e-7" }
  ],
  details: { tid: 51756, oid: "wri0yg8miihs80ngk" }
}
const ledger = (...payload: ReadonlyArray<object>) => JSON.stringify({ success: true, payload })

describe("caudal parse", () => {
  it("decodes a long page as a sync does, whose rows have no properties of their own", () => {
    const { json } = replyOf(ledger(...Array.from({ length: 60 }, (_, i) => ({ ...row, eid: `row ${i}` }))), 200)
    const { payload } = json as unknown as { readonly payload: ReadonlyArray<Record<string, Json>> }
    expect([payload.length, payload[59]!["eid"], Object.keys(payload[59]!)]).toEqual([60, "row 59", []])
  })

  it("prints one line per event, with plain decimals and ISO times", async () => {
    const { code, lines } = await run(["bitso", "ledger", "-"], ledger(row))
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({
      externalId: row.eid,
      kind: "trade",
      at: "2016-04-08T17:52:31.000Z",
      status: "settled",
      postings: [
        { wallet: "spot", asset: "mxn", amount: "-15024.7800228", role: "principal" },
        { wallet: "spot", asset: "btc", amount: "0.00000025", role: "principal" }
      ]
    })
    expect(Object.keys(lines[0]).slice(0, 5)).toEqual(["externalId", "kind", "at", "status", "postings"])
  })

  it("an unrecognised operation is an event", async () => {
    const { code, lines } = await run(["bitso", "ledger", "-"], ledger({ ...row, operation: "teleport" }))
    expect([code, lines[0].kind, lines[0].operation]).toEqual([0, "unrecognised", "teleport"])
  })

  it("a row that cannot be read is quarantined after the events, with exit code 2", async () => {
    const { code, lines } = await run(["bitso", "ledger", "-"], ledger({ ...row, created_at: "yesterday" }, row))
    expect(code).toBe(2)
    expect(lines.map((line) => Object.keys(line)[0])).toEqual(["externalId", "quarantined"])
    expect(lines[1]).toEqual({ quarantined: "/payload/0", reason: expect.any(String) })
  })

  it.each([
    ["an error reply", '{"success":false,"error":{"code":"0201","message":"Invalid Nonce or Invalid Credentials"}}', "401"],
    ["an HTML page", "<html><body>502 Bad Gateway</body></html>", "502"],
    ["an HTML page with 200", "<!DOCTYPE html><title>maintenance</title>", "200"],
    ["a truncated reply", ledger(row).slice(0, -9), "200"],
    ["nothing at all", "", "200"]
  ])("%s is one error line with code, retry and who, and exit code 3", async (_what, text, status) => {
    const { code, lines } = await run(["bitso", "ledger", "-", "--status", status], text)
    expect(code).toBe(3)
    expect(lines).toEqual([{ error: { code: expect.stringMatching(/^[A-Z_]+$/), retry: expect.any(String), who: expect.any(String) } }])
  })

  it.each([
    ["an unknown exchange", ["mtgox", "ledger", "-"], /There are: .*bitso/],
    ["an unknown stream", ["bitso", "dreams", "-"], /There are: .*ledger.*user_trades/],
    ["too little", ["bitso", "ledger"], /Usage/],
    ["a request that is no object", ["bitso", "ledger", "-", "--request", "[1]"], /not a JSON object/],
    ["an unknown option", ["bitso", "ledger", "-", "--frobnicate"], /--help/],
    ["a status that is none", ["bitso", "ledger", "-", "--status", "abc"], /not an HTTP status/]
  ])("%s ends with 64 and says what there is", async (_what, args, said) => {
    const ended = await run(args, "{}")
    expect(ended.code).toBe(64)
    expect(ended.said).toMatch(said)
  })

  it("prints one line per candle, and says which rows are none", async () => {
    const odd = { bucket_start_time: 1648219200000, first_rate: "1", last_rate: "2", min_rate: "3", max_rate: "1", volume: "1" }
    const text = JSON.parse(readFileSync(`${fixtures}get_ohlc_2022.json`, "utf8"))
    const request = JSON.stringify({ market: "btc_usdt", spanMs: 60_000, from: 1648219140000, to: 1648219200000 })
    const args = ["bitso", "candles", "-", "--request", request]
    const { code, lines } = await run(args, JSON.stringify({ ...text, payload: [...text.payload, odd] }))
    expect([code, lines]).toEqual([
      2,
      [
        {
          candle: {
            at: "2022-03-25T14:39:00.000Z",
            open: "44958.6",
            high: "44979.88",
            low: "44957.33",
            close: "44979.88",
            volume: "0.00082814"
          }
        },
        { quarantined: "/payload/1", reason: "a price lies outside the lowest and the highest" }
      ]
    ])
  })

  it.each([
    ["kraken", "ohlc", "kraken/fixtures/get_ohlc_2020", 4],
    ["binance", "klines", "binance/fixtures/get_klines_2020", 3],
    ["coinbase", "candles", "coinbase/fixtures/get_product_candles_2023", 1],
    ["bitstamp", "ohlc", "bitstamp/fixtures/get_ohlc", 3]
  ])("reads the candles of %s, by either name", async (exchange, name, fixture, count) => {
    const file = fileURLToPath(new URL(`../../../packages/exchange-${fixture}.json`, import.meta.url))
    for (const asked of [name, "candles"]) {
      const { code, lines } = await run([exchange, asked, file])
      expect([code, lines.length, lines.every((line) => "candle" in line)]).toEqual([0, count, true])
    }
  })

  it("a file that is not there is said so", async () => {
    expect(await run(["bitso", "ledger", "/nowhere/at/all.json"])).toMatchObject({
      code: 66,
      said: expect.stringContaining("/nowhere/at/all.json")
    })
  })

  it("--help names every exchange and list", async () => {
    const { code, stdout } = await run(["--help"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/bitso: .*account_status.*ledger_trades/)
  })
})

const recorded = existsSync(fixtures) ? readdirSync(fixtures).filter((name) => name.endsWith(".json")) : []
const listOf = (name: string) => /^get_([a-z_]+?)(?:_documented)?_?\d*(?:_.*)?\.json$/.exec(name)?.[1]?.replace(/_documented$/, "")

/** Recorded for the simulator: public lists that the adapter does not read. */
const unread = /^get_(?:catalogues|order_book|trades)_/

describe.skipIf(recorded.length === 0)("every recorded Bitso reply", () => {
  it.each(recorded.filter((name) => name.startsWith("get_") && !unread.test(name)))(
    "%s is read without quarantine or error",
    async (name) => {
      const { lines } = await run(["bitso", "--help"])
      expect(lines).toEqual([])
      const list =
        [
          "ledger_trades",
          "ledger_fees",
          "ledger_fundings",
          "ledger_withdrawals",
          "account_status",
          "available_books",
          "open_orders",
          "user_trades"
        ].find((known) => name.startsWith(`get_${known}_`)) ??
        listOf(name) ??
        ""
      const ended = await run(["bitso", list, `${fixtures}${name}`])
      expect(ended.said).toBe("")
      expect(ended.code).toBe(0)
      expect(ended.lines.length).toBeGreaterThan(0)
      expect(ended.stdout).not.toMatch(/"amount":"[^"]*[eE]/)
    }
  )

  it.each(recorded.filter((name) => name.startsWith("error_")))("%s is an error", async (name) => {
    const list = name.includes("ticker") || name.includes("order_book") ? "ticker" : "ledger"
    expect(readFileSync(`${fixtures}${name}`, "utf8").length).toBeGreaterThan(0)
    expect((await run(["bitso", list, `${fixtures}${name}`])).code).toBe(3)
  })
})
