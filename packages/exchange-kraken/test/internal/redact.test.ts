import { describe, expect, it } from "vitest"
import { kraken } from "../../src/index.ts"
import { replyOf, textOf } from "../fixture.ts"

describe("what is known of the key", () => {
  const kept = kraken.redact("api_key_info", textOf("post_get_api_key_info_2026"))

  it("keeps its rights and limits", () => {
    expect(JSON.parse(kept)).toMatchObject({
      error: [],
      result: { permissions: expect.arrayContaining(["query-ledger"]) as unknown, query_from: "0", iban: "123" }
    })
  })

  it("loses its name, the key itself, and every address", () => {
    const text = JSON.stringify({
      error: [],
      result: { api_key_name: "planted", api_key: "planted", permissions: [], ip_allowlist: ["planted", ""], more: "planted" }
    })
    expect(JSON.parse(kraken.redact("api_key_info", text))).toEqual({
      error: [],
      result: { permissions: [], ip_allowlist: ["listed", ""] }
    })
  })
})

describe("lists of money in and out", () => {
  it("lose unknown and nested fields", () => {
    const row = { asset: "XXBT", refid: "R", amount: 1.5, info: { planted: 1 }, txid: ["planted"], note: "planted" }
    const text = kraken.redact(
      "deposits",
      JSON.stringify({ error: [], result: { deposits: [row, "planted-not-a-row"], next_cursor: "c" }, more: "planted" })
    )
    expect(JSON.parse(text)).toEqual({
      error: [],
      result: { deposits: [{ asset: "XXBT", refid: "R", amount: 1.5, txid: {} }, "planted-not-a-row"], next_cursor: "c" }
    })
  })

  it("are nothing where they are no JSON, of the same meaning to classify", () => {
    expect(kraken.redact("withdrawals", '{"error":[],"result":[{"key":"planted')).toBe("")
    expect(kraken.redact("withdrawals", "<html>planted</html>")).toBe("<html></html>")
    expect(kraken.redact("withdrawals", '"planted"')).toBe("null")
    expect(kraken.classify(replyOf("null"), "withdrawals")?.code).toBe("SCHEMA_DRIFT")
  })
})

it("other replies stay as they are", () => {
  const text = textOf("post_ledgers_2021")
  expect(kraken.redact("ledger", text)).toBe(text)
})
