import type { Page } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { kraken } from "../../../src/index.ts"
import { at, first, ledgerRow, pageOf, read, replyOf, resultReply } from "../../fixture.ts"

const rows = (count: number, time: (i: number) => number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`L${i}-${time(i)}`, ledgerRow({ time: time(i) })]))
const parse = (reply: ReturnType<typeof replyOf>, cursor: string | null = null): Page => kraken.streams.ledger.parse(reply, at(cursor))

describe("a page", () => {
  it("goes on below its oldest row, whole seconds only", () => {
    const page = parse(
      pageOf(
        "ledger",
        rows(50, (i) => 2000.9 - i),
        120
      )
    )
    expect(page).toMatchObject({ next: "1952+0", exhausted: false })
    expect(kraken.streams.ledger.request(at("1952+0"))).toEqual({ endpoint: "ledger", body: "end=1952" })
    expect(kraken.streams.ledger.request(at("1952+50"))).toEqual({ endpoint: "ledger", body: "end=1952&ofs=50" })
    expect(kraken.streams.ledger.request(first)).toEqual({ endpoint: "ledger" })
  })

  it("goes on by offset within a second that fills it", () => {
    expect(
      parse(
        pageOf(
          "ledger",
          rows(50, () => 1999.5),
          99
        ),
        "2000+0"
      )
    ).toMatchObject({ next: "2000+50", exhausted: false })
  })

  it("ends the history only where its length and Kraken's count agree", () => {
    const twenty = rows(20, (i) => 900 - i)
    expect(parse(pageOf("ledger", twenty, 20), "1000+0").exhausted).toBe(true)
    expect(parse(pageOf("ledger", twenty, "20"), "1000+0").exhausted).toBe(true)
    expect(parse(pageOf("ledger", twenty, 70), "1000+50").exhausted).toBe(true)
    expect(parse(pageOf("ledger", twenty, 21), "1000+0").exhausted).toBe(false)
    expect(parse(pageOf("ledger", twenty, null), "1000+0").exhausted).toBe(false)
    expect(
      parse(
        pageOf(
          "ledger",
          rows(50, (i) => 900 - i),
          50
        ),
        "1000+0"
      ).exhausted
    ).toBe(false)
  })

  it("that is empty ends it only where no more was promised", () => {
    expect(parse(pageOf("ledger", {}, 0))).toMatchObject({ next: null, exhausted: true })
    expect(parse(resultReply({ ledger: [], count: 0 }))).toMatchObject({ exhausted: true })
    expect(parse(pageOf("ledger", {}, null), "10+5")).toMatchObject({ exhausted: true })
    expect(parse(pageOf("ledger", {}, 7), "10+5")).toMatchObject({ next: "10+5", exhausted: false })
  })

  it("of unreadable times goes on by offset", () => {
    expect(parse(pageOf("ledger", { L1: ledgerRow({ time: "?" }) }, 9), null)).toMatchObject({ next: "+1", exhausted: false })
  })

  it("of trades and of status lists know where to go on, too", () => {
    expect(read("trades", "post_trades_history_2021")).toMatchObject({
      exhausted: false,
      next: expect.stringMatching(/^\d{10}\+0$/) as string
    })
    const list = resultReply({ deposits: [], next_cursor: "abc=" })
    expect(kraken.streams.deposits.parse(list, first)).toMatchObject({ next: "abc=", exhausted: false })
    expect(kraken.streams.deposits.request(first)).toEqual({ endpoint: "deposits", body: "cursor=true&limit=50" })
    expect(kraken.streams.deposits.request(at("abc="))).toEqual({ endpoint: "deposits", body: "cursor=abc%3D&limit=50" })
  })

  it("never loses a row while others arrive on top, however many share an instant", () => {
    const list = fc.array(fc.nat(40), { minLength: 1, maxLength: 260 })
    const arrivals = fc.array(fc.nat(8), { maxLength: 30 })
    fc.assert(
      fc.property(list, arrivals, (gaps, later) => {
        // Oldest first; gaps of 0 make equal instants, small ones share a second.
        const times: Array<number> = []
        for (const gap of gaps) times.push((times.at(-1) ?? 1_600_000_000) + (gap > 20 ? 0 : gap / 10))
        const wanted = times.length
        const seen = new Set<number>()
        let cursor: string | null = null
        for (let call = 0; call < 200; call++) {
          for (let i = later[call] ?? 0; i > 0; i--) times.push(times.at(-1)! + 0.3)
          const fields = new URLSearchParams(kraken.streams.ledger.request(at(cursor)).body ?? "")
          const end = Number(fields.get("end") ?? Infinity)
          const matching = times.flatMap((time, i) => (time <= end ? [i] : [])).reverse()
          const shown = matching.slice(Number(fields.get("ofs") ?? 0)).slice(0, 50)
          for (const i of shown) seen.add(i)
          const reply = pageOf("ledger", Object.fromEntries(shown.map((i) => [`L${i}`, ledgerRow({ time: times[i] })])), matching.length)
          const page: Page = kraken.streams.ledger.parse(replyOf(reply.text), at(cursor))
          if (page.exhausted) break
          expect(page.next).not.toBe(cursor)
          cursor = page.next
        }
        expect(Array.from({ length: wanted }, (_, i) => i).filter((i) => !seen.has(i))).toEqual([])
      }),
      { numRuns: 300 }
    )
  })
})
