import { describe, expect, it } from "vitest"
import { binance } from "../../src/index.ts"
import { replyOf, rowOf, textOf } from "../fixture.ts"

const redacted = (endpoint: string, json: unknown): unknown => JSON.parse(binance.redact(endpoint, JSON.stringify(json)))

describe("personal data", () => {
  it("of the other side of a P2P order goes, the order stays", () => {
    const kept = redacted("p2p", {
      code: "000000",
      message: "planted",
      data: [{ ...rowOf("get_c2c_trade_history"), payMethodName: "planted" }],
      total: 1
    })
    expect(JSON.stringify(kept)).not.toMatch(/planted|ab\*\*\*|counterPart|advNo/)
    expect(kept).toMatchObject({
      data: [{ orderNumber: "20219644646554779648", asset: "BUSD", amount: "5000.00000000", unitPrice: "6.68" }]
    })
  })

  it("of a withdrawal goes: notes, names, and addresses that are none of a chain", () => {
    const row = rowOf("get_withdrawal_history", { withdrawOrderId: "planted", info: "planted", questionnaire: { vaspName: "planted" } })
    const kept = redacted("withdrawals", [
      row,
      { ...row, transferType: 1, address: "105000000000" },
      { ...row, address: "ana@example.com" }
    ])
    expect(JSON.stringify(kept)).not.toMatch(/planted|105000000000|ana@/)
    expect(kept).toMatchObject([
      { address: row["address"], txId: row["txId"], network: "ETH" },
      { transferType: "1" },
      { amount: row["amount"] }
    ])
  })

  it("of payments by bank or card goes, the method stays", () => {
    const row = rowOf("get_fiat_deposit_withdraw_history", { bankAccount: "planted", accountHolder: { name: "planted" } })
    const kept = redacted("fiat_orders", { code: "000000", data: [row], total: 1, success: true })
    expect(JSON.stringify(kept)).not.toContain("planted")
    expect(kept).toMatchObject({ data: [{ orderNo: row["orderNo"], method: "BankAccount", amount: "10.00" }], total: "1", success: true })
    const payment = rowOf("get_fiat_payment_history", { cardNumber: "planted" })
    expect(redacted("fiat_payments", { data: [payment], total: 1 })).toEqual({
      data: [
        Object.fromEntries(
          Object.entries(payment).flatMap(([name, value]) =>
            name === "cardNumber" ? [] : [[name, typeof value === "number" ? String(value) : value]]
          )
        )
      ],
      total: "1"
    })
  })

  it("in a text that is no JSON takes the text with it, and its meaning stays", () => {
    expect(binance.redact("p2p", '{"code":"000000","data":[{"counterPartNickName":"planted')).toBe("")
    expect(binance.redact("withdrawals", "<html>planted</html>")).toBe("<html></html>")
    expect(binance.redact("withdrawals", '"planted"')).toBe("null")
    expect(binance.classify(replyOf("null"), "withdrawals")?.code).toBe("SCHEMA_DRIFT")
  })

  it("in a refusal is its words: they may quote an address", () => {
    const text = JSON.stringify({ code: -2015, msg: "Invalid API-key, IP, or permissions for action, request ip: 203.0.113.9" })
    for (const endpoint of Object.keys(binance.manifest.endpoints)) {
      const kept = binance.redact(endpoint, text)
      expect(kept).not.toContain("203")
      expect(binance.classify(replyOf(kept, 401), endpoint)).toEqual(binance.classify(replyOf(text, 401), endpoint))
    }
  })
})

describe("what is kept", () => {
  it("of a value that is no single one is that it was there: it is not taken for a missing one", () => {
    const row = rowOf("get_withdrawal_history", { transactionFee: { amount: "0.004", note: "planted" } })
    const kept = binance.redact("withdrawals", JSON.stringify([row]))
    expect(kept).not.toContain("planted")
    const page = binance.streams.withdrawals.parse(replyOf(kept), { cursor: null, window: { from: 0, to: 1 }, dimension: null })
    expect(page).toMatchObject({ events: [], quarantined: [{ pointer: "/0", reason: "transactionFee is not a decimal" }] })
  })
})

describe("numbers", () => {
  it("that no double holds survive", () => {
    expect(binance.redact("deposits", '[{"id":769800519366885376,"amount":0.10000000000000000001}]')).toBe(
      '[{"id":"769800519366885376","amount":"0.10000000000000000001"}]'
    )
    // Whatever else is on its page, a row is the same.
    const [alone] = JSON.parse(binance.redact("deposits", '[{"id":"a","status":1}]'))
    expect(JSON.parse(binance.redact("deposits", '[{"id":"a","status":1},{"id":769800519366885376}]'))[0]).toEqual(alone)
  })
})

it("what holds nobody's name stays as it is", () => {
  for (const [endpoint, fixture] of [
    ["trades", "get_user_trades"],
    ["dust", "get_dust_log"],
    ["conversions", "get_convert_trade_history"],
    ["dividends", "get_asset_dividend_records"],
    ["balance", "get_account_info"]
  ] as const)
    expect(binance.redact(endpoint, textOf(fixture))).toBe(textOf(fixture))
})
