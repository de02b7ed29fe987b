import { describe, expect, it } from "vitest"
import { readReply, textOf } from "../../fixture.ts"

describe("chain transactions", () => {
  it("are deposits, withdrawals and old IOUs, dated in seconds, and stand beside the ledger", () => {
    const { events } = readReply("crypto_transactions", textOf("post_crypto_transactions"))
    expect(events).toMatchObject([
      {
        source: { externalId: "deposits:1" },
        kind: "deposit",
        status: "pending",
        at: 1_759_995_000_000,
        operation: "ADDRESS_VERIFICATION_NEEDED",
        postings: [{ asset: "btc", amount: "1.23" }],
        transfer: { network: "bitcoin", address: "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" }
      },
      { kind: "withdrawal", status: "settled", postings: [{ amount: "-0.00012" }] },
      { source: { externalId: expect.stringMatching(/^ripple_iou_transactions:e4123d/) }, operation: "ripple_iou" }
    ])
    for (const { groupId, refs } of events) expect([groupId, refs]).toEqual([null, []])
  })
})

describe("withdrawal requests", () => {
  it("say how far they are, and carry the tag of their address apart", () => {
    const { events } = readReply("withdrawal_requests", textOf("post_withdrawal_requests"))
    expect(events).toMatchObject([
      { status: "settled", postings: [{ asset: "btc", amount: "-0.00006" }] },
      { transfer: { address: "rE1sdh25BJQ3qFwngiTBwaq3zPGGYcrjp1", tag: "1455" } },
      { status: "pending", postings: [{ asset: "gbp", amount: "-50" }] }
    ])
  })

  it.each([
    [3, "failed", null],
    [4, "failed", null],
    [7, "pending", "status 7"]
  ])("of status %i are %s", (status, meaning, operation) => {
    const row = { id: 1, datetime: "2025-01-01 00:00:00", currency: "EUR", amount: "1", status }
    expect(readReply("withdrawal_requests", JSON.stringify([row])).events).toMatchObject([{ status: meaning, operation }])
  })

  it("that cannot be read are kept aside", () => {
    const rows = [
      { id: 1, datetime: "yesterday" },
      { id: 1, datetime: "2025-01-01 00:00:00", currency: "€" }
    ]
    expect(readReply("withdrawal_requests", JSON.stringify(rows)).quarantined.map(({ reason }) => reason)).toEqual([
      "datetime is not a time",
      "currency is not a code"
    ])
  })
})
