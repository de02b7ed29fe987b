/** Every payload of Binance's that we have decodes, or is put aside with a reason: none is lost, none throws. */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { binance } from "../src/index.ts"
import { of, replyOf, rowsIn, type StreamId, textOf } from "./fixture.ts"

const names = readdirSync(new URL("../fixtures/", import.meta.url)).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -5)] : []))

/** What reads which file. */
const streams: Readonly<Record<string, StreamId>> = {
  get_deposit_history: "deposits",
  recorded_fetch_deposits: "deposits",
  get_withdrawal_history: "withdrawals",
  recorded_fetch_withdrawals: "withdrawals",
  get_user_trades: "trades",
  get_fiat_deposit_withdraw_history: "fiat_orders",
  get_fiat_payment_history: "fiat_payments",
  get_convert_trade_history: "conversions",
  get_dust_log: "dust",
  get_asset_dividend_records: "dividends",
  get_flexible_subscription_records: "earn_flexible_subscriptions",
  get_flexible_redemption_records: "earn_flexible_redemptions",
  get_flexible_reward_records: "earn_flexible_rewards",
  get_locked_subscription_records: "earn_locked_subscriptions",
  get_locked_redemption_records: "earn_locked_redemptions",
  get_locked_reward_records: "earn_locked_rewards",
  get_c2c_trade_history: "p2p",
  get_transfers: "transfers"
}
const documents: Readonly<Record<string, keyof typeof binance.documents>> = {
  get_account_info: "balance",
  get_book_price: "ticker",
  recorded_fetch_ticker: "ticker",
  get_exchange_info: "market"
}
/** Read by plans. */
const endpoints: Readonly<Record<string, string>> = {
  get_api_key_permissions: "api_restrictions",
  post_funding_wallet: "funding",
  get_flexible_product_positions: "earn_flexible_positions",
  get_locked_product_positions: "earn_locked_positions"
}
const read: ReadonlySet<string> = new Set([...Object.keys(streams), ...Object.keys(documents), ...Object.keys(endpoints)])

describe("every payload", () => {
  it("has a source", () => {
    const sources = readFileSync(new URL("../fixtures/SOURCE.md", import.meta.url), "utf8")
    expect(names.filter((name) => !sources.includes(`| ${name}.json |`))).toEqual([])
  })

  it("of each list there is at least one", () => {
    expect(new Set(Object.values(streams))).toEqual(new Set(Object.keys(binance.streams)))
    expect([...read].filter((name) => !names.includes(name))).toEqual([])
  })

  it.each(Object.entries(streams))("%s decodes to the last row of %s", (name, stream) => {
    const text = textOf(name)
    const reply = replyOf(binance.redact(stream, text))
    expect(binance.classify(reply, stream)).toBeNull()
    const { events, quarantined } = binance.streams[stream].parse(reply, of("deposit"))
    expect(quarantined).toEqual([])
    expect(events.length).toBe(rowsIn(replyOf(text).json).length)
    for (const { kind, postings } of events) {
      expect(binance.manifest.kinds).toContain(kind)
      for (const { wallet } of postings) expect(binance.manifest.wallets).toContain(wallet)
    }
  })

  it.each(Object.entries(documents))("%s decodes to the last row of %s", (name, document) => {
    const reply = replyOf(textOf(name))
    expect(binance.classify(reply, binance.documents[document].call.endpoint)).toBeNull()
    const { items, quarantined } = binance.documents[document].parse(reply)
    expect(quarantined).toEqual([])
    expect(items.length).toBe(rowsIn(reply.json).length)
  })

  it.each(Object.entries(endpoints))("%s is an answer of %s", (name, endpoint) => {
    expect(binance.classify(replyOf(textOf(name)), endpoint)).toBeNull()
  })

  const others = names.filter((name) => !read.has(name))

  it.each(others)("%s, of a call that we never make, is no event of any list", (name) => {
    for (const stream of Object.keys(streams).map((fixture) => streams[fixture]!)) {
      const reply = replyOf(binance.redact(stream, textOf(name)))
      const failure = binance.classify(reply, stream)
      if (failure !== null) {
        expect(failure.code).toBe("SCHEMA_DRIFT")
        continue
      }
      const { events, quarantined } = binance.streams[stream].parse(reply, of(""))
      expect({ name, stream, events }).toEqual({ name, stream, events: [] })
      expect(quarantined.length).toBe(rowsIn(reply.json).length)
      for (const { reason } of quarantined) expect(reason.length).toBeGreaterThan(5)
    }
  })
})
