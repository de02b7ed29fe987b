import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bitstamp } from "../../../src/index.ts"
import { first, readReply, readRow, replyOf, textOf } from "../../fixture.ts"

const rowsIn = (name: string) => readReply("user_transactions", textOf(name)).events
const moved = (row: Readonly<Record<string, unknown>>) => {
  const { events, quarantined } = readRow(row)
  expect(quarantined).toEqual([])
  return Object.fromEntries(events[0]!.postings.map(({ asset, amount, role }) => [`${asset} ${role}`, amount]))
}
const reasonOf = (row: Readonly<Record<string, unknown>>) => readRow(row).quarantined[0]?.reason

describe("a trade", () => {
  it("is both its legs and its fee, in the pair whose halves take part", () => {
    const [buy, sell, states, plain] = rowsIn("post_user_transactions_trades")
    expect(buy).toMatchObject({
      source: { stream: "user_transactions", externalId: "2:2", identity: "exchange" },
      refs: [
        { type: "trade", id: "2" },
        { type: "order", id: "2" }
      ],
      groupId: "trade:2",
      kind: "trade",
      at: Date.UTC(2019, 3, 16, 8, 9, 5, 149),
      rank: 343,
      price: { base: "btc", quote: "eur", amount: "8364" },
      postings: [
        { wallet: "spot", asset: "btc", amount: "0.0006", role: "principal" },
        { wallet: "spot", asset: "eur", amount: "-5.02", role: "principal" },
        { wallet: "spot", asset: "eur", amount: "-0.02", role: "fee" }
      ]
    })
    expect(sell?.postings.map(({ asset, amount }) => `${amount} ${asset}`)).toEqual(["-1.81213214 btc", "18338.45 eur", "-40.35 eur"])
    expect(states?.price).toEqual({ base: "eur", quote: "usd", amount: "1.12124" })
    expect(states?.postings.at(-1)).toEqual({ wallet: "spot", asset: "usd", amount: "-0.02", role: "fee" })
    expect(plain).toMatchObject({ at: Date.UTC(2020, 11, 3, 12, 0, 1), rank: 0 })
  })

  it("may print text and numbers in one row", () => {
    expect(rowsIn("post_user_transactions_mixed")[0]).toMatchObject({
      price: { base: "eth", quote: "usdt", amount: "4451.25" },
      refs: [{ id: "209895701" }, { type: "order", id: "1429545880227846" }],
      postings: [{ amount: "-22.26" }, { amount: "0.005" }, { asset: "usdt", amount: "-0.11128", role: "fee" }]
    })
  })

  it.each<{ readonly usdt?: string | null }>([{}, { usdt: null }, { usdt: "" }])(
    "that does not tell one of its sides (%j) is put aside, not read as half a trade",
    (side) => {
      const row = { type: "2", eth: "0.005", btc: 0, usd: 0, btc_usd: 0, eth_usdt: "4451.25", fee: "0.11" }
      expect(reasonOf({ ...row, ...side })).toBe("one side of the trade is missing")
      expect(moved({ ...row, usdt: "-22.26", ...(side.usdt === undefined ? {} : { usdc: side.usdt }) })).toMatchObject({
        "usdt fee": "-0.11"
      })
    }
  )

  it("of which one side comes to nothing moves the other", () =>
    expect(moved({ type: 2, btc: "1e-8", usd: "0.00", btc_usd: "50000", fee: "0.00" })).toEqual({ "btc principal": "0.00000001" }))

  it("is not led astray by another pair, a flag or a mark of the report", () => {
    const row = {
      type: "2",
      btc: "0.1",
      usd: -2000,
      eur: 0.0,
      usdc: null,
      eur_usd: "1.08",
      btc_usd: 20_000,
      self_trade: true,
      trade_uti: "BSTP-1"
    }
    expect(moved({ ...row, fee: "0.40" })).toEqual({ "btc principal": "0.1", "usd principal": "-2000", "usd fee": "-0.4" })
  })

  it.each([
    [7, "7"],
    ["0012", "0012"],
    ["9007199254740993", "9007199254740993"],
    ["a1b2", "a1b2"],
    ["", undefined],
    [null, undefined],
    [{ id: 7 }, undefined]
  ])("leads to its order as that is printed: %j", (order_id, id) => {
    const [event] = readRow({ type: "2", btc: "1", usd: "-5", btc_usd: "5", order_id }).events
    expect(event?.refs.find(({ type }) => type === "order")?.id).toBe(id)
  })

  it("gives a rebate back", () =>
    expect(moved({ type: "2", btc: "1", usd: "-5", btc_usd: "5", fee: "-0.01" })).toMatchObject({ "usd rebate": "0.01" }))
})

describe("a row", () => {
  it.each([
    ["0", "deposit"],
    ["1", "withdrawal"],
    ["2", "trade"],
    ["14", "transfer"],
    ["25", "staking-out"],
    ["26", "staking-in"],
    ["27", "reward"],
    ["32", "referral"],
    ["33", "transfer"],
    ["35", "transfer"],
    ["36", "conversion"],
    ["99", "unrecognised"],
    ["operation_from_the_future", "unrecognised"]
  ])("of type %s is a %s, and moves the balance", (type, kind) => {
    for (const spelled of /^\d+$/.test(type) ? [type, Number(type)] : [type]) {
      const { events } = readRow({ type: spelled, eur: "1.23", usd: "0.00", eur_usd: "0.001" })
      expect(events).toMatchObject([{ kind, operation: type, postings: [{ asset: "eur", amount: "1.23" }] }])
    }
  })

  it("of the undocumented type 36, as it was seen, exchanges one currency for another", () => {
    expect(rowsIn("post_user_transactions_type36")).toMatchObject([
      { kind: "conversion", price: { base: "usdc", quote: "eur", amount: "0.86047" }, postings: [{ amount: "-5" }, { amount: "5.81077" }] }
    ])
  })

  it("that moves one currency pays its fee in it", () => {
    expect(rowsIn("post_user_transactions_movements").at(-1)?.postings).toEqual([
      { wallet: "spot", asset: "usd", amount: "-10000", role: "principal" },
      { wallet: "spot", asset: "usd", amount: "-50", role: "fee" }
    ])
    expect(moved({ type: "1", btc: "-1", fee: "0.5", fee_currency: "USD" })).toEqual({ "btc principal": "-1", "usd fee": "-0.5" })
  })

  it("that cannot be read says why, and is not dropped", () => {
    expect(reasonOf({ id: "x" })).toBe("id is not a whole number")
    expect(reasonOf({ datetime: "2024-01-10T12:00:00Z" })).toBe("datetime is not a time")
    expect(reasonOf({ datetime: "2023-02-29 12:00:00" })).toBe("datetime is not a time")
    expect(reasonOf({ type: null })).toBe("type is not a number")
    expect(reasonOf({ fee: "n/a" })).toBe("fee is not a decimal")
    expect(reasonOf({ usd: "n/a" })).toBe("usd is not a decimal")
    expect(reasonOf({ usd: true })).toBe("usd is not a decimal")
    expect(reasonOf({ usd: [] })).toBe("usd is not a decimal")
    expect(reasonOf({ btc: "1", usd: "-5", fee: "0.1" })).toBe("the currency of the fee cannot be known")
    expect(reasonOf({ fee: "0.1" })).toBe("the currency of the fee cannot be known")
    // Its other side may have come to nothing, but not its fee, which is in the other side.
    expect(reasonOf({ type: 2, btc: "1e-8", usd: "0.00", btc_usd: "50000", fee: "0.01" })).toBe("the currency of the fee cannot be known")
    expect(readReply("user_transactions", "[7]").quarantined).toEqual([{ pointer: "/0", reason: "the row is not an object" }])
  })

  it("keeps every digit, whatever the spelling", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }), fc.boolean(), (units, scale, quoted) => {
        const digits = String(units).padStart(scale + 1, "0")
        const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
        const row = `[{"id":1,"datetime":"2024-01-10 12:00:00","type":"0","fee":0,"btc":${quoted ? `"${text}"` : text}}]`
        const amount = readReply("user_transactions", row).events[0]?.postings[0]?.amount
        expect(amount).toBe(scale === 0 ? digits : text.replace(/0+$/, "").replace(/\.$/, ""))
      })
    )
  })
})

describe("a page", () => {
  const page = (text: string) => bitstamp.streams.user_transactions.parse(replyOf(text))
  const asked = (cursor: string | null) => bitstamp.streams.user_transactions.request({ ...first, cursor })

  it("is followed by the one from above its highest id, in whatever order it came", () => {
    const { next, exhausted } = page('[{"id":7},{"id":9007199254740993},{"id":9}]')
    expect([next, exhausted]).toEqual(["from:9007199254740994", false])
    expect(asked(next).body).toBe("limit=1000&since_id=9007199254740994&sort=asc&offset=0")
    expect(asked(null).body).toBe("limit=1000&since_id=1&sort=asc&offset=0")
  })

  it("is followed so whether its rows can be read or not", () => {
    const row = (id: number | string) => `{"id":${id},"datetime":"2024-01-10 12:00:00","type":"0","fee":0,"btc":1}`
    expect(page(`[${row(12)},{"id":9},${row(10)}]`).next).toBe("from:13")
    expect(page(`[${row(10)},{"id":12},7,${row(9)}]`).next).toBe("from:13")
    expect(page(`[${row("9007199254740993")},${row(10)},{"id":12}]`).next).toBe("from:9007199254740994")
  })

  it("is followed so by ids of any length", () => {
    const id = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.bigInt({ min: 2n ** 53n - 9n * 10n ** 12n, max: 2n ** 53n + 9n }))
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 6 }), (ids) => {
        const highest = ids.reduce((most, one) => (one > most ? one : most))
        expect(page(`[${ids.map((one) => `{"id":${one},"datetime":"2024-01-10 12:00:00","type":"0","btc":1}`).join(",")}]`).next).toBe(
          `from:${highest + 1n}`
        )
      })
    )
  })

  it("ends the list only when it is empty", () => {
    expect(page("[]")).toEqual({ events: [], quarantined: [], next: null, exhausted: true })
    expect(page('[{"id":1}]').exhausted).toBe(false)
  })

  it("is never asked for by a cursor of another spelling", () => expect(asked("424242424242").body).toContain("since_id=unknown"))

  it("of any rows loses none of them", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), (rows) => {
        const { events, quarantined } = page(JSON.stringify(rows))
        expect(events.length + quarantined.length).toBe(rows.length)
      })
    )
  })
})
