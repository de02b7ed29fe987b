/**
 * Everything strange at once: every spelling of numbers and times, types nobody listed, suffixes, margin, a withdrawal that
 * came back, more rows in one second than fit a page, and one row that cannot be read. The balance still is the sum of
 * what is readable; the running balances are left as a dash where Kraken's own would be.
 */
import { makeRandom, numberToken, type JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { ledgerRow, wireId } from "../rows.ts"
import { instant, newestFirst } from "./AccountBuilder.ts"

export const oddities = (): Account => {
  const random = makeRandom("oddities")
  const ledger: Array<JsonRow> = []
  const trades: Array<JsonRow> = []
  const deposits: Array<JsonRow> = []
  const withdrawals: Array<JsonRow> = []
  const shuffled = (row: JsonRow): JsonRow => Object.fromEntries(random.shuffle(Object.entries(row)))

  const row = (
    time: unknown,
    type: string,
    subtype: string,
    asset: string,
    amount: unknown,
    fee: unknown,
    refid: string | null = wireId("F", random)
  ): void => void ledger.push(shuffled(ledgerRow({ id: wireId("L", random), refid, time, type, subtype, asset, amount, fee }, "0.0000")))

  const at = (text: string): number => instant(text)

  const trade = (
    time: number,
    pair: string,
    type: string,
    vol: string,
    price: string,
    cost: string,
    fee: string,
    margin = "0.00000"
  ): string => {
    const id = wireId("T", random)
    trades.push(
      shuffled({
        id,
        ordertxid: wireId("O", random),
        postxid: "",
        pair,
        time,
        type,
        ordertype: "market",
        price,
        cost,
        fee,
        vol,
        margin,
        misc: ""
      })
    )
    return id
  }

  const moved = (
    list: Array<JsonRow>,
    refid: string,
    time: number,
    asset: string,
    amount: unknown,
    fee: unknown,
    status: string,
    more: JsonRow = {}
  ): void =>
    void list.push(
      shuffled({
        method: "Bitcoin",
        aclass: "currency",
        asset,
        refid,
        txid: random.hex(64),
        info: `3${random.alphanumeric(33)}`,
        amount,
        fee,
        time,
        status,
        ...more
      })
    )

  // 2017: the old days. Whole seconds, no subtype, forks and adjustments.
  const first = wireId("Q", random)
  moved(deposits, first, at("2017-01-02 08:00:00"), "ZEUR", "10000.0000", "0.0000", "Success", {
    method: "SEPA",
    info: "NL91ABNA0417164300"
  })
  ledger.push({
    id: wireId("L", random),
    refid: first,
    time: at("2017-01-02 09:00:00"),
    type: "deposit",
    aclass: "currency",
    asset: "ZEUR",
    amount: "10000.0000",
    fee: "0.0000",
    balance: "10000.0000"
  })
  row(numberToken("1501675200.1234567"), "transfer", "", "BCH", "0.5000000000", "0.0000000000")
  row(at("2017-09-01 00:00:00"), "adjustment", "", "XETH", "0.0000000054", "0.0000000000")
  row(numberToken("1504224000.5000"), "credit", "", "KFEE", "120.00", "0")

  // 2018: trades of every pair spelling, a fee credit that pays a fee, a rebate, exponents, thirty digits.
  const one = trade(at("2018-02-01 10:00:00.5"), "XXBTZEUR", "buy", "0.10000000", "8000.0", "800.00000", "2.08000")
  row(at("2018-02-01 10:00:00.5"), "trade", "tradespot", "ZEUR", "-800.0000", "2.0800", one)
  row(at("2018-02-01 10:00:00.5"), "trade", "tradespot", "XXBT", "0.1000000000", "0.0000000000", one)
  const two = trade(at("2018-02-02 10:00:00.5"), "XTZEUR", "buy", "50.00000000", "2.00000", "100.00000", "0.00000")
  row(at("2018-02-02 10:00:00.5"), "trade", "", "ZEUR", "-1.0E+2", "0", two)
  row(at("2018-02-02 10:00:00.5"), "trade", "", "XTZ", numberToken("50.00000000"), numberToken("0.0"), two)
  row(at("2018-02-02 10:00:00.5"), "trade", "", "KFEE", "0.00", "16.00", two)
  const three = trade(at("2018-02-03 10:00:00.5"), "XETHXXBT", "sell", "0.00000000", "0.1", "0.00000000", "-0.00000100")
  row(at("2018-02-03 10:00:00.5"), "trade", "", "XXBT", "0.0000000000", "-0.0000010000", three)
  row(at("2018-03-01 00:00:00.1"), "reward", "welcome", "XXBT", "1.0E-5", "-0.0000")
  row(at("2018-03-02 00:00:00.1"), "reward", "bug", "SHIB", "12345678901234.000000000000000001", "0")
  row(at("2018-03-03 00:00:00.1"), "adjustment", "", "SHIB", "-12345678901234.000000000000000001", "0")

  // 2019: margin: opened, rolled over, closed with a loss, settled in kind.
  const opened = trade(at("2019-05-01 12:00:00.9"), "XXBTZEUR", "buy", "1.00000000", "5000.0", "5000.00000", "10.00000", "1000.00000")
  row(at("2019-05-01 12:00:00.9"), "margin", "", "ZEUR", "0.0000", "10.0000", opened)
  row(at("2019-05-01 16:00:00.9"), "rollover", "", "ZEUR", "0.0000", "1.0000", opened)
  const closed = trade(at("2019-05-02 12:00:00.9"), "XXBTZEUR", "sell", "1.00000000", "4990.0", "4990.00000", "9.98000", "998.00000")
  row(at("2019-05-02 12:00:00.9"), "margin", "", "ZEUR", "-10.0000", "9.9800", closed)
  row(at("2019-05-03 12:00:00.9"), "settled", "", "ZEUR", "-25.0000", "0.0000", wireId("T", random))

  // 2020: sixty rewards in one second: more than a page holds, and no cursor of time alone gets past them.
  for (let part = 0; part < 60; part++) row(at("2020-12-01 00:00:00.1234"), "staking", "", "DOT28.S", "0.00100000", "0.00000000")
  row(at("2020-12-01 00:00:01"), "transfer", "stakingtospot", "DOT28.S", "-0.02000000", "0", "EABCDE-1")
  row(at("2020-12-01 00:00:01"), "transfer", "spotfromstaking", "DOT", "0.02000000", "0", "EABCDE-1")
  row(at("2020-12-02 00:00:00.3"), "staking", "", "DOT28.S", "-0.00100000", "0.00000000")

  // 2022: deposits and withdrawals of every fate.
  moved(deposits, wireId("Q", random), at("2022-01-01 00:00:00"), "XXBT", "0.50000000", null, "Failure")
  moved(deposits, wireId("Q", random), at("2022-01-02 00:00:00"), "XETH", "1.5", "0", "Settled", {
    "status-prop": "onhold",
    originators: [`0x${random.hex(40)}`]
  })
  const back = wireId("A", random)
  moved(withdrawals, back, at("2022-02-01 08:00:00"), "XXBT", "0.02000000", "0.00020000", "Failure", {
    "status-prop": "canceled",
    key: "Bóveda de Ana"
  })
  row(at("2022-02-01 08:00:00.5"), "withdrawal", "", "XXBT", "-0.0200000000", "0.0002000000", back)
  row(at("2022-02-01 09:00:00.5"), "withdrawal", "", "XXBT", "0.0200000000", "-0.0002000000", back)
  const gone = wireId("A", random)
  moved(withdrawals, gone, at("2022-02-02 08:00:00"), "XXBT", "0.01000000", "0.00015000", "Success", { network: "Lightning" })
  row(at("2022-02-02 08:00:00.5"), "withdrawal", "", "XXBT", "-0.0100000000", "0.0001500000", gone)
  moved(withdrawals, wireId("A", random), at("2022-02-03 08:00:00"), "XXBT", "0.01", "0", "Teleported")

  // 2024: what has been added lately, and what we have never heard of.
  const instantBuy = wireId("T", random)
  row(at("2024-02-29 23:59:59.9999"), "spend", "", "USD.HOLD", "0.0000", "0.0000", instantBuy)
  row(at("2024-02-29 23:59:59.9999"), "receive", "", "AAPLx", "0.25000000", "0.00000000", instantBuy)
  row(at("2024-03-01 00:00:00"), "deposit", "", "USD.HOLD", "25.0000", "0.0000")
  row(at("2024-03-01 00:00:00.5"), "earn", "reward", "ETH2.S", "0.0000100000", "0.0000000000")
  row(at("2024-03-01 00:00:00.6"), "earn", "yieldfarm", "ADA.F", "1.00000000", "0.00000000")
  row(at("2024-03-01 00:00:00.7"), "nfttrade", "", "XETH", "0.1000000000", "0.0020000000")
  row(at("2024-03-01 00:00:00.8"), "quantum swap", "", "ZZQ", "12.50000000", "0.00000000", null)
  row(at("2024-03-01 00:00:00.9"), "dividend", "", "AAPLx", "0.00100000", "0.00000000", "")
  row(at("2024-03-01 00:00:01"), "invite bonus", "", "XXBT", "0.0001000000", "0.0000000000")
  // The one row that cannot be read at all: it moves nothing.
  row(at("2024-03-02 00:00:00"), "deposit", "", "ZEUR", "n/a", "0.0000")

  return {
    iban: "AA99X00ODDX00ITY",
    ledger: newestFirst(ledger),
    ledger_missing: [],
    trades: newestFirst(trades),
    deposits: newestFirst(deposits),
    withdrawals: newestFirst(withdrawals),
    holds: { ZEUR: "12.5", XXBT: "0.01" }
  }
}
