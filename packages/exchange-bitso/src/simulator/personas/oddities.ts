/**
 * Everything strange at once: every spelling of numbers and times, rows without ids, twins, operations and currencies
 * nobody listed, and one row that cannot be read. Written row by row; the balance still is the sum of what is readable.
 */
import { makeRandom, numberToken, type JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"

type Leg = readonly [currency: string, amount: unknown]

export const oddities = (): Account => {
  const random = makeRandom("oddities")
  const ledger: Array<JsonRow> = []
  const userTrades: Array<JsonRow> = []
  const fundings: Array<JsonRow> = []
  const withdrawals: Array<JsonRow> = []
  const shuffled = (row: JsonRow): JsonRow => Object.fromEntries(random.shuffle(Object.entries(row)))
  const legRows = (legs: ReadonlyArray<Leg>) => random.shuffle(legs).map(([currency, amount]) => shuffled({ currency, amount }))

  const row = (operation: string, created_at: string, legs: ReadonlyArray<Leg>, details: unknown): void =>
    void ledger.push(shuffled({ eid: random.hex(32), operation, created_at, balance_updates: legRows(legs), details }))

  const nameless = (operation: string, created_at: string, legs: ReadonlyArray<Leg>, details: unknown): void =>
    void ledger.push({ operation, created_at, balance_updates: legs.map(([currency, amount]) => ({ currency, amount })), details })

  const trade = (
    created_at: string,
    book: string,
    tid: unknown,
    major: string,
    minor: string,
    price: string,
    fee: string | null,
    more: JsonRow = {}
  ): void => {
    const [majorCurrency = "", minorCurrency = ""] = book.split("_")
    const side = minor.startsWith("-") ? "buy" : "sell"
    const feesCurrency = side === "buy" ? majorCurrency : minorCurrency
    const oid = random.alphanumeric(16)
    row(
      "trade",
      created_at,
      [
        [majorCurrency, major],
        [minorCurrency, minor]
      ],
      { tid, oid }
    )
    if (fee !== null) row("fee", created_at, [[feesCurrency, `-${fee}`]], shuffled({ tid, oid }))
    userTrades.push(
      shuffled({
        book,
        created_at,
        major,
        minor,
        price,
        side,
        tid,
        oid,
        fees_amount: fee ?? "0.00000000",
        fees_currency: feesCurrency,
        major_currency: majorCurrency,
        minor_currency: minorCurrency,
        ...more
      })
    )
  }

  const fund = (
    detected: string,
    credited: string | null,
    currency: string,
    amount: unknown,
    rail: JsonRow,
    details: unknown,
    status = "complete"
  ): void => {
    const fid = random.hex(32)
    fundings.push(shuffled({ fid, status, created_at: detected, currency, amount, ...rail, details }))
    if (credited !== null) row("funding", credited, [[currency, amount]], shuffled({ fid, ...rail }))
  }

  const withdraw = (
    asked: string,
    done: string | null,
    currency: string,
    gross: string,
    net: string,
    fee: string | null,
    rail: JsonRow,
    details: JsonRow,
    status = "complete"
  ): void => {
    const wid = random.hex(32)
    withdrawals.push(shuffled({ wid, status, created_at: asked, currency, amount: gross, ...rail, details }))
    if (done === null) return
    row("withdrawal", done, [[currency, `-${net}`]], shuffled({ wid, ...rail }))
    if (fee !== null) row("fee", done, [[currency, `-${fee}`]], { wid })
  }

  const sp = { method: "sp", method_name: "SPEI Transfer" }
  const bt = { method: "bt", method_name: "Bitso Transfer" }
  const chain = (asset: "btc" | "eth") => ({
    method: asset,
    method_name: asset === "btc" ? "Bitcoin" : "Ether",
    asset,
    network: asset,
    protocol: asset,
    integration: "bitgo-v2"
  })
  const maker = { maker_side: "buy" }

  // 2021: old rails, padding of every kind, a currency that was delisted.
  fund("2021-01-04T10:00:00.000+00:00", "2021-01-04T10:00:00+0000", "mxn", "50000", sp, {
    sender_name: "Remitente 1",
    concepto: "Para el 🐖"
  })
  trade("2021-01-05T09:15:00+00:00", "gnt_mxn", "20000001", "100.00000000", "-250.00", "2.50", "0.65")
  trade("2021-01-05T09:15:00+00:00", "btc_mxn", 20_000_002, "0.01", "-7000.50000000", "700050.00", null, maker)
  row("referral_bonus", "2021-01-20T00:00:00Z", [["btc", "1.0E-5"]], { referred: 1 })
  row("earn_interest", "2021-02-01T06:00:00+0000", [["btc", numberToken("1.0E-5")]], {})
  fund("2021-02-03T12:02:49+0000", "2021-02-03T12:21:42+0000", "eth", "3.561364590000000001", chain("eth"), {
    receiving_address: "0x00",
    tx_hash: random.hex(64),
    confirmations: "12"
  })
  fund("2021-02-03T13:00:00+0000", null, "eth", "0.5", chain("eth"), { tx_hash: null }, "failed")
  trade("2021-03-01T00:00:00+0000", "eth_btc", "20000404", "-1.000000000000000000", "0.03000000", "0.03", "0.00015000", maker)
  trade("2021-05-19T23:59:59+0000", "gnt_mxn", "20001000", "-99.35000000", "298.05000000", "3.00", "1.93732500")

  // 2022: the app's conversions, rows without ids, twins.
  row(
    "quoted_order",
    "2022-01-10T17:00:00+0000",
    [
      ["mxn", "-2050.00"],
      ["usd", "100.000000"]
    ],
    { oid: random.alphanumeric(16), qid: random.alphanumeric(16) }
  )
  nameless("earn_interest", "2022-02-01T06:00:00+0000", [["usd", "0.00273973"]], {})
  nameless("earn_interest", "2022-02-01T06:00:00+0000", [["usd", "0.00273973"]], {})
  nameless("earn_interest", "2022-03-01T06:00:00+0000", [["usd", numberToken("0.00246575")]], null)
  row("funding", "2022-03-02T00:00:00+0000", [["mxn", "100.00"]], { method: "adm", method_name: "Admin Adjustment" })
  fund("2022-04-01T00:00:00Z", "2022-04-01T00:00:00Z", "zzq", "12.5", { method: "rewards", method_name: "Rewards" }, {})
  row("conversion_v9", "2022-04-02T00:00:00+0000", [], {})
  for (let part = 0; part < 5; part++) {
    trade("2022-06-08T17:01:48+0000", "btc_mxn", String(72_145_428 + part), "-0.00010000", "59.21320500", "592132.05", "0.38488583", {
      maker_side: "buy",
      origin_id: null
    })
  }

  // 2023: withdrawals of every fate, exponents on both sides, a transfer to oneself.
  withdraw("2023-01-01T22:44:11+0000", "2023-01-01T22:50:04+0000", "btc", "1.0E-3", "9.0E-4", "1.0E-4", chain("btc"), {
    withdrawal_address: "bc1q0",
    tx_hash: random.hex(64)
  })
  withdraw("2023-01-02T10:00:00+0000", null, "btc", "0.5", "0.5", null, bt, { email: null, phone: null, recipient_name: null }, "failed")
  withdraw("2023-01-03T10:00:00+0000", "2023-01-03T10:01:10+0000", "mxn", "875", "875.00000000", null, sp, {
    beneficiary_name: "Titular 1",
    beneficiary_clabe: "012180000000000001",
    cep: { success: true, "0": { fechaOperacion: 20230103, referenciaNumerica: 99548 } }
  })
  withdraw("2023-02-01T08:00:00+0000", "2023-02-01T08:00:00+0000", "mxn", "1", "1", null, bt, {
    email: "",
    phone: "",
    recipient_name: "Yo"
  })
  fund("2023-02-01T08:00:00+0000", "2023-02-01T08:00:00+0000", "mxn", "1", bt, { sender_name: "Yo" })
  fund(
    "2023-02-10T08:00:00+0000",
    "2023-02-10T08:00:05+0000",
    "mxn",
    "875.0",
    { method: "praxis", method_name: "SPEI inbound reversal", network: "spei" },
    {}
  )
  // The one row that cannot be read at all: it moves nothing.
  row("fee", "2023-03-01T00:00:00+0000", [["mxn", "n/a"]], { wid: random.hex(32) })

  // 2024: a leap day, a negative zero, thirty digits, something still under way.
  trade("2024-02-29T23:59:59+0000", "btc_usd", "99000001", "0.00100000", "-62.50", "62500.00", "0.00000000", maker)
  row("card_cashback", "2024-03-01T00:00:00+00:00", [["mxn", numberToken("12345678901234.000000000000000001")]], { "0": {} })
  row("card_cashback_reversal", "2024-03-01T00:00:00+00:00", [["mxn", "-12345678901234.000000000000000001"]], [])
  withdraw(
    "2024-04-01T00:00:00+0000",
    null,
    "btc",
    "0.00200000",
    "0",
    null,
    chain("btc"),
    { withdrawal_address: "bc1q0", tx_hash: null },
    "pending"
  )
  fund("2024-04-02T00:00:00.000+00:00", null, "btc", "1.0E-2", chain("btc"), { tx_hash: random.hex(64), confirmations: "0" }, "pending")

  const order = (oid: string, more: JsonRow): JsonRow =>
    shuffled({ book: "btc_mxn", oid, created_at: "2024-04-03T00:00:00.000+00:00", updated_at: null, side: "sell", type: "limit", ...more })
  return {
    client_id: "909090",
    ledger: ledger.reverse(),
    ledger_missing: [],
    user_trades: userTrades.reverse(),
    fundings: fundings.reverse(),
    withdrawals: withdrawals.reverse(),
    open_orders: [
      order("543cr2v32a1h6844", {
        status: "queued",
        price: "2000000",
        original_amount: "1.0E-3",
        unfilled_amount: "0.001",
        original_value: "2000.0"
      }),
      order("qlbga6b600n3xta7", {
        status: "completed",
        price: "1900000.00",
        original_amount: "0.00100000",
        unfilled_amount: 0,
        original_value: "1900.0"
      }),
      order("d71e3xy2lowndkfm", {
        side: "buy",
        status: "partial-fill",
        price: "100.10",
        original_amount: "0.5",
        unfilled_amount: "0.25000000",
        original_value: "50.05"
      })
    ]
  }
}
