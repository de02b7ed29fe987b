/** Thousands of fills over two years: several pages, some rows in one instant. */
import { makeRandom, paidThen, type Act, type Activity } from "@caudal/exchange/simulator"
import { pairNamed } from "../Markets.ts"
import { rowsOf } from "../rowsOf.ts"

const fills = 3_200
const start = Date.UTC(2022, 0, 3, 8)
const minute = 60_000

const actsOf = (): ReadonlyArray<Act> => {
  const random = makeRandom("bitstamp trader")
  const pair = pairNamed("btcusd")!
  const acts: Array<Act> = [
    { act: "deposit", id: "wire-1", at: start, got: { asset: "usd", amount: "250000.00" } },
    { act: "deposit", id: "chain-1", at: start + minute, got: { asset: "btc", amount: "12.50000000" } }
  ]
  let at = start + 10 * minute
  for (let i = 0; i < fills; i++) {
    // Now and then an order is filled in pieces, all in one instant.
    if (random.int(0, 9) > 1) at += random.int(1, 600) * minute
    const satoshis = random.int(100_000, 999_999)
    // What others pay that day, give or take half a percent.
    const cents = Math.round((satoshis / 1e6) * paidThen(pair, at) * (0.995 + random.next() * 0.01))
    acts.push({
      act: "fill",
      id: String(i),
      at,
      side: random.int(0, 1) === 0 ? "buy" : "sell",
      base: { asset: "btc", amount: `0.00${satoshis}` },
      quote: { asset: "usd", amount: (cents / 100).toFixed(2) },
      fee: { asset: "usd", amount: (Math.ceil(cents / 400) / 100).toFixed(2) }
    })
  }
  acts.push({
    act: "withdrawal",
    id: "wire-2",
    at: at + minute,
    gave: { asset: "usd", amount: "1000.00" },
    fee: { asset: "usd", amount: "25.00" }
  })
  return acts
}

export const trader = (): Activity => rowsOf(actsOf())
