import { expect, it } from "vitest"
import { bitstamp } from "../../src/index.ts"

const redacted = (endpoint: string, value: unknown) => bitstamp.redact(endpoint, JSON.stringify(value))

it("a bank account is not kept, an address of a chain is", () => {
  const rows = [
    { id: 1, currency: "EUR", amount: "5", address: "DE89370400440532013000", name: "Persona", transaction_id: "REF" },
    { id: 2, currency: "BTC", amount: "5", address: "3FiKkjgZ6Sj4RWp3ZsCjYh5Pt7ZCBsL7uF", note: { to: "Persona" } }
  ]
  const text = redacted("withdrawal_requests", rows)
  expect(text).not.toMatch(/DE89|Persona/)
  expect(JSON.parse(text)).toEqual([
    { id: 1, currency: "EUR", amount: "5", transaction_id: "REF" },
    { id: 2, currency: "BTC", amount: "5", address: "3FiKkjgZ6Sj4RWp3ZsCjYh5Pt7ZCBsL7uF" }
  ])
  expect(redacted("crypto_transactions", { deposits: [{ id: 1, name: "Persona", amount: 1.5 }], name: "Persona" })).toBe(
    '{"deposits":[{"id":1,"amount":1.5}]}'
  )
})

it("half a reply names nobody, and a refusal stays one", () => {
  expect(bitstamp.redact("withdrawal_requests", '[{"name":"Pers')).toBe("")
  expect(bitstamp.redact("withdrawal_requests", "<html>Persona</html>")).toBe("<html></html>")
  const refusal = { status: "error", reason: "No permission found", code: "API0003" }
  expect(JSON.parse(redacted("crypto_transactions", refusal))).toEqual(refusal)
})

it("lists that name nobody are left as they are, to the byte", () => {
  const text = '[{"id": 1, "btc": 1.0E-5}]'
  expect(bitstamp.redact("user_transactions", text)).toBe(text)
})
