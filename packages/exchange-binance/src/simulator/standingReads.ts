/** Reads of what is, and of fills, which are asked for by market. */
import type { Answer } from "@caudal/exchange/simulator"
import type { AccountState } from "./AccountState.ts"
import { free, type BalanceEntry } from "./Balances.ts"
import { benderOf, bent, plain } from "./bend.ts"
import { badSymbol, illegal, missing, success } from "./Errors.ts"
import { bookTicker, exchangeInfo } from "./Markets.ts"
import type { ReadRequest } from "./Read.ts"
import { countIn, isAnswer } from "./Span.ts"
import { rowsAndTotal, shiftIn } from "./timedReads.ts"

const entriesOf = (state: AccountState, place: BalanceEntry["place"]): ReadonlyArray<BalanceEntry> =>
  state.balances().filter((entry) => entry.place === place && entry.total !== "0")

/** The spot wallet, with a receipt for each flexible position. */
export const accountReply = (state: AccountState, { faults }: ReadRequest): Answer => {
  const own = entriesOf(state, "spot").map((entry) => ({ asset: entry.asset, free: free(entry), locked: entry.locked }))
  const receipts = entriesOf(state, "flexible").map(({ asset, total }) => ({ asset: `LD${asset}`, free: total, locked: "0" }))
  const rows = bent(
    [...own, ...receipts].map((row) => JSON.stringify(row)),
    true,
    faults,
    plain("asset", "free")
  )
  return success(
    `{"makerCommission":10,"takerCommission":10,"canTrade":true,"canWithdraw":true,"canDeposit":true,"accountType":"SPOT","balances":[${rows.join(",")}],"permissions":["SPOT"],"uid":${state.uid}}`
  )
}

export const fundingReply = (state: AccountState, { faults }: ReadRequest): Answer => {
  const rows = entriesOf(state, "funding").map(({ asset, total }) => ({
    asset,
    free: total,
    locked: "0",
    freeze: "0",
    withdrawing: "0",
    btcValuation: "0"
  }))
  return success(
    `[${bent(
      rows.map((row) => JSON.stringify(row)),
      true,
      faults,
      plain("asset", "free")
    ).join(",")}]`
  )
}

export const positionsReply = (state: AccountState, place: "flexible" | "locked", { fields, faults }: ReadRequest): Answer => {
  const [number, size] = [countIn(fields, "current", 1, Infinity), countIn(fields, "size", 10, 100)]
  if (isAnswer(number)) return number
  if (isAnswer(size)) return size
  const amount = place === "flexible" ? "totalAmount" : "amount"
  const all = entriesOf(state, place).map(({ asset, total }, i) =>
    JSON.stringify({
      asset,
      [amount]: total,
      ...(place === "flexible" ? { productId: `${asset}001`, canRedeem: true } : { positionId: 123_000 + i, status: "HOLDING" })
    })
  )
  const first = (Math.max(1, number) - 1) * size
  const rows = bent(all.slice(first, first + size), true, faults, plain("asset", amount))
  return success(rowsAndTotal(rows.join(","), faults.get("emptyList") === undefined ? all.length : 0))
}

export const tradesReply = (state: AccountState, { fields, faults }: ReadRequest): Answer => {
  const symbol = fields.get("symbol")
  if (symbol === null || symbol === "") return missing("symbol")
  if (!state.markets.has(symbol) && !state.remembersMarkets) return badSymbol
  const limit = countIn(fields, "limit", 500, 1000)
  if (isAnswer(limit)) return limit
  const fromId = fields.get("fromId")
  if (fromId !== null && !/^\d{1,19}$/.test(fromId)) return illegal("fromId")
  const rows = state.fills.page(symbol, fromId === null ? null : BigInt(fromId), limit, shiftIn(faults))
  return success(`[${bent(rows, false, faults, benderOf("trades")).join(",")}]`)
}

export const catalogueReply = (state: AccountState, unlisted: ReadonlyArray<string>, { faults, now }: ReadRequest): Answer => {
  const markets = [...state.markets.values()].filter(({ symbol }) => !unlisted.includes(symbol))
  const shown = bent(
    markets.map((market) => JSON.stringify(market)),
    true,
    faults,
    plain("baseAsset", "symbol")
  )
  return success(
    exchangeInfo(
      shown.map((text) => JSON.parse(text)),
      now
    )
  )
}

export const tickerReply = ({ fields }: ReadRequest): Answer => {
  const body = bookTicker(fields.get("symbol"))
  return body === undefined ? badSymbol : success(body)
}
