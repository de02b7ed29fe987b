/** Everything that a row of Bitstamp's can be: numbers beside texts, no decimals in the time, types nobody wrote down. */
import { numberToken, type Activity, type JsonRow } from "@caudal/exchange/simulator"

const rows: ReadonlyArray<JsonRow> = [
  { id: 1_000_001, datetime: "2015-03-01 09:00:00", type: 0, fee: "0.00", btc_usd: "0.00", usd: "2500.00", btc: 0, eur: 0 },
  // A type as number, amounts as numbers, an exponent.
  { id: 1_000_002, datetime: "2015-03-01 09:12:44", type: 2, fee: 0.5, order_id: 4_711, btc_usd: 250.5, btc: 0.4, usd: -100.2 },
  {
    id: 1_000_003,
    datetime: "2016-05-09 23:59:59.9",
    type: "2",
    fee: "0.25",
    btc: numberToken("1.0E-5"),
    eur: "-0.01",
    btc_eur: "1000",
    usd: "0.01"
  },
  // Staked, rewarded, and back.
  { id: 1_000_010, datetime: "2022-02-01 00:00:00.000001", type: "0", fee: "0", eth: "3.20000000" },
  { id: 1_000_011, datetime: "2022-02-02 12:00:00.123456", type: "26", fee: "0", eth: "-2.00000000" },
  { id: 1_000_012, datetime: "2022-03-02 12:00:00.123456", type: "27", fee: "0", eth: "0.00410000" },
  { id: 1_000_013, datetime: "2022-04-02 12:00:00", type: "25", fee: "0", eth: "2.00000000" },
  // Between accounts of one owner, for a friend brought along, and an instant sale.
  { id: 1_000_020, datetime: "2023-01-01 10:00:00", type: "14", fee: "0", usd: "-50.00", btc: 0 },
  { id: 1_000_021, datetime: "2023-01-02 10:00:00", type: "35", fee: "0", usd: "20.00" },
  { id: 1_000_022, datetime: "2023-01-03 10:00:00", type: "32", fee: "0", usd: 5 },
  {
    id: 1_000_023,
    datetime: "2025-09-25 14:42:59.894846",
    type: "36",
    fee: "0.000000",
    usd: "-5.00",
    usdc: "4.990000",
    usdc_usd: 1.002,
    eur: 0
  },
  // A rebate, a self-trade, a type from the future, an id that no double holds.
  {
    id: 1_000_024,
    datetime: "2025-10-01 08:00:00",
    type: "2",
    fee: "-0.01",
    order_id: "9",
    self_trade: true,
    self_trade_order_id: 10,
    btc: "-0.10000000",
    usd: "9000.00",
    btc_usd: "90000"
  },
  { id: 1_000_025, datetime: "2025-10-02 08:00:00", type: "99", fee: "0", eur: "1.23" },
  { id: numberToken("9007199254740993"), datetime: "2025-10-03 08:00:00.5", type: "0", fee: null, eur: "100.00", note: null }
]

export const oddities = (): Activity => ({ user_transactions: [...rows].reverse() })
