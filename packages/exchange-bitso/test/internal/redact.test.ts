import type { Json } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitso } from "../../src/index.ts"
import { first, replyOf, textOf } from "../fixture.ts"

const people = {
  sender_name: "CANARY",
  sender_clabe: "CANARY",
  sender_bank: "CANARY",
  beneficiary_name: "CANARY",
  beneficiary_clabe: "CANARY",
  recipient_name: "CANARY",
  email: "CANARY",
  phone: "CANARY",
  concepto: "CANARY",
  cep: { return: { cda: { nombreBeneficiario: "CANARY" } } },
  a_new_field: "CANARY"
}
const technical = {
  tx_hash: "hash",
  withdrawal_address: "addr",
  destination_tag: 12345678901234567890n,
  clave_rastreo: "BNET",
  numeric_reference: "7"
}

const withBigInts = (value: unknown) =>
  JSON.stringify(value, (_key, v) => (typeof v === "bigint" ? `#${v}#` : v)).replace(/"#(\d+)#"/g, "$1")

describe("redaction", () => {
  it("leaves nothing of the account's status but the client id", () => {
    const text = textOf("get_account_status_2017")
    expect(bitso.redact("account_status", text)).toBe('{"success":true,"payload":{"client_id":"111111"}}')
    expect(bitso.redact("account_status", '{"success":false,"error":{"code":"0202","message":"CANARY"}}')).toBe(
      '{"success":false,"error":{"code":"0202"}}'
    )
  })

  it.each(["fundings", "withdrawals"] as const)("keeps of %s the technical details, exactly, and nobody's data", (endpoint) => {
    const row = {
      fid: "f",
      wid: "f",
      status: "complete",
      created_at: "2022-06-08T12:02:49Z",
      currency: "eth",
      amount: "0.100000000000000000055",
      sender_name: "CANARY",
      details: { ...people, ...technical }
    }
    const text = withBigInts({ success: true, payload: [row] })
    const redacted = bitso.redact(endpoint, text)
    expect(redacted).not.toContain("CANARY")
    const { transfer, postings } = bitso.streams[endpoint].parse(replyOf(redacted), first).events[0] ?? {}
    expect(transfer).toMatchObject({ txid: "hash", address: "addr", tag: "12345678901234567890", reference: "BNET" })
    expect(postings?.[0]?.amount.replace("-", "")).toBe("0.100000000000000000055")
  })

  it("also cleans a ledger whose details name people, and does not touch one that names none", () => {
    const clean = textOf("get_ledger_2017")
    expect(bitso.redact("ledger", clean)).toBe(clean)
    const named = bitso.redact("ledger", textOf("get_ledger_documented_2016"))
    expect(named).not.toMatch(/OROZCO|VILLEGAS|BANAMEX|012610001967722183|5204165009315197|tacos/)
    expect(named).toContain("BNET01001604080002076841")
  })

  it.each(["payer_name", "curp", "nombre", "cuenta", "origin_account_number", "full_name", "rfc", "someone_new", "s\\u0065nder_name"])(
    "of a ledger row leaves nothing in %s, as of a funding's",
    (key) => {
      const text = `{"success":true,"payload":[{"eid":"e1","operation":"funding","created_at":"2022-06-08T12:02:49+00:00","balance_updates":[{"currency":"brl","amount":"1.0"}],"details":{"fid":"f1","method":"pix","${key}":"CANARY"}}]}`
      for (const endpoint of ["ledger", "ledger_fundings", "fundings"]) expect(bitso.redact(endpoint, text)).not.toContain("CANARY")
      expect(bitso.redact("ledger", text)).toContain('"fid":"f1"')
    }
  )

  it("changes no event", () => {
    for (const [stream, fixture] of [
      ["fundings", "get_fundings_2017"],
      ["withdrawals", "get_withdrawals_2017"],
      ["ledger", "get_ledger_documented_2016"]
    ] as const) {
      const parse = (text: string) => bitso.streams[stream].parse(replyOf(text), first).events.map(({ source: _source, ...event }) => event)
      expect(parse(bitso.redact(stream, textOf(fixture)))).toEqual(parse(textOf(fixture)))
    }
  })

  it("of a text that is no JSON leaves nothing personal, and the same failure", () => {
    for (const endpoint of ["account_status", "fundings", "withdrawals"]) {
      for (const text of ['{"success":true,"payload":{"first_name":"CANARY', "<html>CANARY</html>", "CANARY", ""]) {
        const redacted = bitso.redact(endpoint, text)
        expect(redacted).not.toContain("CANARY")
        for (const status of [200, 401, 404, 500]) {
          expect(bitso.classify(replyOf(redacted, status, null), endpoint)).toEqual(bitso.classify(replyOf(text, status, null), endpoint))
        }
      }
    }
  })

  it("never changes what a reply is classified as", () => {
    const wild = fc.record(
      {
        success: fc.oneof(fc.boolean(), fc.jsonValue()),
        payload: fc.jsonValue(),
        error: fc.oneof(fc.jsonValue(), fc.record({ code: fc.jsonValue() })),
        errors: fc.jsonValue()
      },
      { requiredKeys: [] }
    )
    fc.assert(
      fc.property(
        fc.oneof(wild, fc.jsonValue()),
        fc.constantFrom(200, 400, 500),
        fc.constantFrom("account_status", "fundings", "ledger"),
        (json, status, endpoint) => {
          const text = JSON.stringify(json)
          const after = bitso.classify(replyOf(bitso.redact(endpoint, text), status), endpoint)
          expect(after).toEqual(bitso.classify(replyOf(text, status), endpoint))
        }
      ),
      { numRuns: 1500 }
    )
  })

  it("survives nesting of any depth", () => {
    const deep = "[".repeat(20_000) + "]".repeat(20_000)
    expect(() => bitso.redact("fundings", `{"success":true,"payload":${deep}}`)).not.toThrow()
    const page = bitso.streams.ledger.parse(
      replyOf(`{"success":true,"payload":[{"created_at":"2022-06-08T12:02:49Z","balance_updates":[],"details":${deep}}]}`),
      first
    )
    expect(page.events).toHaveLength(1)
  })

  it("does not let a key change a prototype", () => {
    const redacted = replyOf(bitso.redact("fundings", '{"success":true,"payload":[{"__proto__":{"status":"complete"}}]}')).json as {
      payload: ReadonlyArray<Json>
    }
    expect(Object.keys(redacted.payload[0] as object)).toEqual(["__proto__"])
  })
})
