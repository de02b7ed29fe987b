import { sum } from "@caudal/accounting"
import fc from "fast-check"
import { expect, it } from "vitest"
import type { ConnectionId, Transaction } from "../../src/index.ts"
import type { GainMethod } from "../../src/portfolio/LotSettings.ts"
import type { CloseOf } from "../../src/returns/ClosePrices.ts"
import { flowActs } from "../../src/returns/FlowActs.ts"
import { FollowedLots } from "../../src/returns/FollowedLots.ts"
import { LotActs } from "../../src/returns/LotActs.ts"
import { profitOf } from "../../src/returns/profitOf.ts"
import type { ReturnScope } from "../../src/returns/ReturnScope.ts"
import { actsOf, firstsOf, lotsOf, ofLots } from "./followed.ts"
import { eventsAnew, linesAnew } from "./lotsAnew.ts"
import { type Closes, closes, closesIn, dayCount, dayOf, first, longLedger, openings, resolve } from "./madeUp.ts"

const scopes = fc.constantFrom<ReturnScope>(
  { kind: "portfolio" },
  { kind: "exchange", exchange: "bitso" },
  { kind: "account", account: "kraken:a" },
  { kind: "asset", asset: "bitcoin" }
)
const methods = fc.constantFrom<GainMethod>("FIFO", "LIFO", "HIFO", "AVERAGE", "UK_S104", "CA_ACB")
const currencies = fc.constantFrom("mxn", "bitcoin")
const days = fc.integer({ min: 0, max: dayCount - 1 })

/** Trades of one second have numbers that do not rise, and ranks that do. */
const inOneSecond = (rows: ReadonlyArray<Transaction>, numbers: ReadonlyArray<number>): ReadonlyArray<Transaction> =>
  rows
    .map((row, i) => ({
      ...row,
      at: row.at - (row.at % 86_400_000),
      refs: [
        { type: "order", id: "x" },
        { type: "trade", id: String(numbers[i % numbers.length]) }
      ],
      rank: row.kind === "trade" ? null : i
    }))
    .sort((a, b) => a.at - b.at || (a.rank ?? -1) - (b.rank ?? -1) || (a.externalId < b.externalId ? -1 : 1))

const nothing = { gain: sum([]), income: sum([]), fees: sum([]) }

/** What of `profitOf` lots decide. */
const linesOf = (...[input]: [Parameters<typeof profitOf>[0]]) => {
  const { realised, carriedOut, unrealised, unknownBasis } = profitOf(input, nothing)
  return { realised, carriedOut, unrealised, unknownBasis }
}

/** Some prices are missing, and of other currencies nothing is worth what it was. */
const closesFor = (prices: Closes, currency: string, missing: ReadonlySet<number>): CloseOf => {
  const inMxn = closesIn(prices)
  return (asset, day) => {
    const close = inMxn(asset, day)
    if (close === null || currency === "mxn") return missing.has(day) && asset !== currency ? null : close
    if (asset === currency) return { ...close, amount: "1" as typeof close.amount }
    return { ...close, amount: `${close.amount}7` as typeof close.amount }
  }
}

const change = fc.record({
  acts: fc.array(fc.nat(), { maxLength: 4 }),
  /** Prices of these days are gone, or come back. */
  prices: fc.array(fc.nat(dayCount), { maxLength: 3 }),
  openings: fc.boolean(),
  start: fc.integer({ min: -1, max: dayCount - 1 }),
  end: days
})

it("rows make the same lots as all of them at once, with less kept, whatever came in one second", () =>
  fc.assert(
    fc.property(
      longLedger,
      openings,
      closes,
      scopes,
      fc.array(fc.nat(99), { minLength: 1 }),
      fc.boolean(),
      (given, said, prices, scope, numbers, together) => {
        const rows = together ? inOneSecond(given, numbers) : given
        const of = { scope: ofLots(scope), currency: "mxn", method: "FIFO", timeZone: "UTC" } as const
        const closeOf = closesIn(prices)
        const input = { rows, openings: said, resolve, dayOf, closeOf, ...of, start: first, end: first + dayCount }
        const anew = eventsAnew(input)
        const byTime = [...anew].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
        expect(
          [...lotsOf(rows, said, of, closeOf, first + dayCount).events].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
        ).toEqual(byTime)
        const kept = [...actsOf(rows).values()].flatMap((day) => day.read()).flatMap(({ transactions }) => transactions)
        expect(kept.flatMap(({ postings, witnesses }) => [...postings, ...witnesses])).toEqual([])
      }
    ),
    { numRuns: 300 }
  ))

it("says the same as all rows at once, after any acts came, went and came back, prices changed, and whatever period is asked for", () =>
  fc.assert(
    fc.property(
      longLedger,
      openings,
      closes,
      scopes,
      methods,
      currencies,
      fc.array(change, { minLength: 2, maxLength: 6 }),
      fc.option(fc.array(fc.nat(99), { minLength: 1 })),
      (given, said, prices, scope, method, currency, changes, numbers) => {
        const rows = numbers === null ? given : inOneSecond(given, numbers)
        const all = flowActs(rows, resolve, dayOf)
        const idsOf = new Map(all.map((act) => [act.id, act.transactions]))
        const followed = new FollowedLots({ scope: ofLots(scope), currency, method, timeZone: "UTC" })
        const acts = new LotActs(dayOf)
        // At first two in three of them are there.
        const there = new Set(all.filter((_, i) => i % 3 > 0))
        for (const act of there) acts.put(act)
        const missing = new Set<number>()
        let opened = said
        for (const { acts: changed, prices: days, openings: isOther, start, end } of changes) {
          for (const number of changed) {
            const act = all[number % all.length]!
            if (there.delete(act)) acts.take(act)
            else {
              there.add(act)
              acts.put(act)
            }
          }
          for (const day of days) if (!missing.delete(first + day)) missing.add(first + day)
          if (isOther) opened = opened.length === said.length ? said.slice(1) : said
          const present = [...there].flatMap(({ id }) => idsOf.get(id)!)
          const known = rows.filter((row) => present.includes(row))
          const firsts = firstsOf(known)
          const closeOf = closesFor(prices, currency, new Set(missing))
          const asked = new Set<string>()
          const asking: CloseOf = (asset, day) => (asked.add(`${day} ${asset}`), closeOf(asset, day))
          const firstRowOf = (id: ConnectionId) => firsts.get(id)
          const common = { resolve, dayOf, openings: opened, closeOf: asking, closes: closeOf, firstRowOf, end: first + end }
          const period = { scope, start: first + Math.min(start, end), end: first + end }
          const lots = followed.of({ ...common, acts: acts.days() })
          const found = linesOf({ ...period, lots, closeOf: asking })
          const { realised, realisedByGifts, unrealised, withoutBasis, unvaluedCost } = linesAnew({
            ...common,
            ...period,
            rows: known,
            currency,
            closeOf,
            method,
            timeZone: "UTC"
          })
          expect(sum([found.realised, found.carriedOut])).toBe(realised)
          expect(found.carriedOut).toBe(realisedByGifts)
          expect(found.unrealised).toBe(unrealised)
          expect(sum([found.unknownBasis, unvaluedCost])).toBe(sum([withoutBasis.value, withoutBasis.proceeds]))
          // And asks for the same closes as one that was made now.
          const askedAnew = new Set<string>()
          const askingAnew: CloseOf = (asset, day) => (askedAnew.add(`${day} ${asset}`), closeOf(asset, day))
          const anew = new FollowedLots({ scope: ofLots(scope), currency, method, timeZone: "UTC" })
          const fresh = anew.of({ ...common, acts: actsOf(known), closeOf: askingAnew })
          expect(linesOf({ ...period, lots: fresh, closeOf: askingAnew })).toEqual(found)
          expect([...asked].sort()).toEqual([...askedAnew].sort())
        }
      }
    ),
    { numRuns: 400, endOnFailure: true }
  ))

it("works nothing out again of what has not changed, and of a day what changed and what comes after it", () =>
  fc.assert(
    fc.property(longLedger, closes, (rows, prices) => {
      fc.pre(rows.length > 0)
      const followed = new FollowedLots({ scope: { kind: "portfolio" }, currency: "mxn", method: "FIFO", timeZone: "UTC" })
      const acts = new LotActs(dayOf)
      const asked: Array<number> = []
      const closeOf = closesIn(prices)
      const closesAsked: CloseOf = (asset, day) => (asked.push(day), closeOf(asset, day))
      const common = { resolve, dayOf, openings: [], closeOf, closes: closesAsked, firstRowOf: () => undefined, end: first + dayCount }
      const before = actsOf(rows, acts)
      const lots = followed.of({ ...common, acts: before })
      lots.totals()
      const { work } = lots
      expect(followed.of({ ...common, acts: acts.days() })).toBe(lots)
      lots.totals()
      expect(lots.work).toBe(work)
      // A day shares its acts with the one before; one that changed shares those that did not.
      const act = flowActs(rows, resolve, dayOf).at(-1)!
      acts.take(act)
      acts.put(act)
      const after = acts.days()
      const changed = [...after].filter(([day, own]) => before.get(day) !== own)
      expect(changed.map(([day]) => day)).toEqual([dayOf({ ms: act.at, day: null })])
      followed.of({ ...common, acts: after })
      lots.totals()
      expect(lots.work).toBe(work)
    }),
    { numRuns: 100 }
  ))
