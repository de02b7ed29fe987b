/** What an event says of itself and no policy overrules: that it was a trade, that nobody knows where units went. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { explainRest, keepBook, LiveBook, type LotEvent, type Policy, readLedger, report, totals } from "../../src/index.ts"
import { recompute } from "../explain/recompute.ts"
import { ledgers } from "./randomLedger.ts"
import { policies } from "./randomPolicy.ts"

const told = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 })

/** Some conversions of a ledger are trades, and some gifts went nowhere known. */
const marked = (events: ReadonlyArray<LotEvent>, which: ReadonlyArray<boolean>): ReadonlyArray<LotEvent> =>
  events.map((event, i): LotEvent => {
    if (which[i % which.length] === false) return event
    if (event.type === "conversion") return { ...event, trade: true }
    return event.type === "gift_out" ? { ...event, unexplained: true } : event
  })

const asIf = (events: ReadonlyArray<LotEvent>, policy: Partial<Policy>) => report(keepBook(readLedger(events), policy))

describe("what an event says of itself", () => {
  it("a trade of coin for coin is a disposal where migrations are none; a migration is not", () => {
    const buy = { id: "b", time: "2024-01-01", type: "buy", asset: "A", quantity: "1", total: "10" } as const
    const step = {
      id: "c",
      time: "2024-01-02",
      type: "conversion",
      from: { asset: "A", quantity: "1" },
      to: { asset: "B", quantity: "2" },
      value: "30"
    } as const
    expect(asIf([buy, step], { conversion: "carryBasis" })).toMatchObject({ disposals: [], remaining: [{ asset: "B", costBasis: "10" }] })
    const traded = asIf([buy, { ...step, trade: true }], { conversion: "carryBasis" })
    expect(traded).toMatchObject({ disposals: [{ gain: "20" }], remaining: [{ asset: "B", costBasis: "30" }] })
    expect(traded).toEqual(asIf([buy, step], { conversion: "taxable" }))
  })

  it("units that went nowhere known are no gift", () => {
    const buy = { id: "b", time: "2024-01-01", type: "buy", asset: "A", quantity: "2", total: "10" } as const
    const gone = { id: "g", time: "2024-01-02", type: "gift_out", asset: "A", quantity: "1", total: null } as const
    const gifts = { gifts: "disposedAtMarketValue" } as const
    expect(asIf([buy, gone], gifts)).toMatchObject({ disposals: [{ gain: null }], errors: [{ code: "MISSING_VALUE" }] })
    for (const method of ["FIFO", "AVERAGE", "UK_S104", "CA_ACB"] as const)
      expect(asIf([buy, { ...gone, unexplained: true }], { ...gifts, method })).toMatchObject({
        disposals: [],
        errors: [],
        remaining: [{ quantity: "1", costBasis: "5" }]
      })
  })

  it("holds in a book that lives as in one that is kept anew, under any policy", () => {
    fc.assert(
      fc.property(ledgers, policies, told, (events, policy, which) => {
        const all = marked(events, which)
        const live = new LiveBook(policy, [...all].slice(0, 3), 2)
        live.put([...all].slice(3))
        const anew = keepBook(readLedger(live.events, policy.assetAliases), policy)
        expect(report(live.book())).toEqual(report(anew))
        expect(live.totals()).toEqual(totals(anew))
      }),
      { numRuns: 200 }
    )
  })
})

describe("what is left of a lot", () => {
  it("costs what its explanation gives, to the last digit, under any policy", () => {
    let lots = 0
    fc.assert(
      fc.property(ledgers, policies, told, (events, policy, which) => {
        const book = keepBook(readLedger(marked(events, which)), policy)
        const { remaining } = report({ ...book, rests: book.rests })
        for (const [place, { quantity }] of book.rests.entries()) {
          if (quantity === 0n) continue
          const found = explainRest(book, place, `lots/${place}`)
          const { costBasis } = report({ ...book, sales: [], findings: [], rests: [book.rests[place]!] }).remaining[0]!
          expect(found.value).toBe(costBasis)
          if (costBasis === null) expect(found.reason).not.toBeNull()
          else expect(recompute(JSON.parse(JSON.stringify(found)))).toBe(costBasis)
          lots++
        }
        expect(remaining.length).toBeLessThanOrEqual(book.rests.length)
      }),
      { numRuns: 300 }
    )
    expect(lots).toBeGreaterThan(500)
  })
})
