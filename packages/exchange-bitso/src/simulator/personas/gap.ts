/**
 * An account whose ledger has a hole: a few days of rows were lost at the exchange. Balance, user trades and fundings
 * still know what happened; the sum of the ledger does not.
 */
import type { JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units, wireTime } from "./AccountBuilder.ts"

const lost = { from: wireTime(instant("2022-09-05 00:00:00")), to: wireTime(instant("2022-09-09 00:00:00")) }

const isLost = (row: JsonRow): boolean => {
  const at = row["created_at"] as string
  return at >= lost.from && at < lost.to
}

export const gap = (): Account => {
  const build = makeAccountBuilder("gap", "318442")
  const taker = { feePpm: 6500n, maker: false }
  build.speiDeposit(instant("2022-08-01 10:00:00"), units("20000"))
  build.fill({
    at: instant("2022-08-02 11:00:00"),
    book: "btc_mxn",
    side: "buy",
    major: units("0.01000000"),
    cents: 47_120_000n,
    oid: build.newOid(),
    ...taker
  })
  build.fill({
    at: instant("2022-08-20 13:10:05"),
    book: "eth_mxn",
    side: "buy",
    major: units("0.10000000"),
    cents: 3_301_050n,
    oid: build.newOid(),
    ...taker
  })
  build.transferOut(instant("2022-08-28 08:00:00"), "mxn", units("250"))
  // The five rows that are lost: a deposit and two trades with their fees.
  build.speiDeposit(instant("2022-09-05 16:40:10"), units("7500"))
  build.fill({
    at: instant("2022-09-06 09:12:44"),
    book: "btc_mxn",
    side: "buy",
    major: units("0.01234567"),
    cents: 39_880_125n,
    oid: build.newOid(),
    ...taker
  })
  build.fill({
    at: instant("2022-09-08 19:30:01"),
    book: "eth_mxn",
    side: "sell",
    major: units("0.02500000"),
    cents: 3_254_400n,
    oid: build.newOid(),
    ...taker
  })
  build.speiDeposit(instant("2022-09-12 12:00:00"), units("1000"))
  build.fill({
    at: instant("2022-10-01 00:00:59"),
    book: "xrp_mxn",
    side: "buy",
    major: units("75.00000000"),
    cents: 965n,
    oid: build.newOid(),
    ...taker
  })
  build.chainWithdrawal(instant("2022-10-15 21:14:03"), 611, "btc", units("0.00500000"), units("0.00010000"))
  build.speiWithdrawal(instant("2022-11-02 18:00:00"), units("400"))
  const whole = build.account()
  return { ...whole, ledger: whole.ledger.filter((row) => !isLost(row)), ledger_missing: whole.ledger.filter(isLost) }
}
