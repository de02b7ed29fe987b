import fc from "fast-check"
import { expect, it } from "vitest"
import type { Transaction } from "../../src/index.ts"
import type { Act } from "../../src/portfolio/Act.ts"
import { onlyMoved, ownTransfers } from "../../src/portfolio/ownTransfers.ts"
import { inTradeOrder, numberOf } from "../../src/portfolio/tradeOrder.ts"
import { flowActs } from "../../src/returns/FlowActs.ts"
import { type ActDays, LotActs } from "../../src/returns/LotActs.ts"
import { PackedActs, standsAlone } from "../../src/returns/PackedActs.ts"
import { dayOf, longLedger, resolve } from "./madeUp.ts"

/** All that anybody asks an act for: what moved, whose number it has, what it is an end of. */
const said = (act: Act) => ({
  id: act.id,
  at: act.at,
  account: act.account,
  kind: act.kind,
  groupId: act.groupId,
  moved: act.moved,
  number: numberOf(act),
  first: [act.transactions[0]!.exchange, act.transactions[0]!.rank],
  names: standsAlone(act) ? [] : act.transactions.flatMap(({ transfer }) => transfer?.txid ?? [])
})

const read = (days: ActDays): ReadonlyArray<Act> => [...days].sort(([a], [b]) => a - b).flatMap(([, day]) => day.read())

/** In the order of the ledger, whatever ranks there are within an instant. */
const byPlace = (a: Transaction, b: Transaction): number =>
  a.at - b.at || (a.rank ?? -1) - (b.rank ?? -1) || (a.externalId < b.externalId ? -1 : 1)

const numbered: fc.Arbitrary<ReadonlyArray<Transaction>> = fc
  .tuple(longLedger, fc.array(fc.nat(99), { minLength: 1 }), fc.boolean())
  .map(([rows, numbers, together]) =>
    rows
      .map((row, i): Transaction => ({
        ...row,
        at: together ? row.at - (row.at % 86_400_000) : row.at,
        rank: i % 4 === 0 ? null : i % 7,
        refs: [
          { type: "order", id: "x" },
          { type: "trade", id: String(numbers[i % numbers.length]) }
        ]
      }))
      .sort(byPlace)
  )

it("acts say what they said, in the order of the ledger, whatever order they came in and whichever left", () =>
  fc.assert(
    fc.property(numbered, fc.array(fc.nat()), fc.array(fc.boolean(), { minLength: 1 }), (rows, order, leaves) => {
      // An act of several rows comes with its last one; here all of one day are in the order of their first ones.
      const acts = [...flowActs(rows, resolve, dayOf)].sort((a, b) => rows.indexOf(a.transactions[0]!) - rows.indexOf(b.transactions[0]!))
      const mixed = acts
        .map((act, i) => ({ act, place: order[i % Math.max(1, order.length)] ?? 0 }))
        .sort((a, b) => a.place - b.place)
        .map(({ act }) => act)
      const kept = new LotActs(dayOf)
      for (const act of mixed) kept.put(act)
      const gone = new Set(acts.filter((_, i) => leaves[i % leaves.length]))
      for (const act of gone) kept.take(act)
      const there = acts.filter((act) => !gone.has(act))
      const found = read(kept.days())
      expect(found.map(said)).toEqual(there.map(said))
      // What is decided by them is decided alike.
      expect(inTradeOrder(found).map(({ id }) => id)).toEqual(inTradeOrder(there).map(({ id }) => id))
      const pairs = (some: ReadonlyArray<Act>) => [...ownTransfers(some)].map((pair) => pair.map(({ id }) => id))
      expect(pairs(found)).toEqual(pairs(there))
    }),
    { numRuns: 300 }
  ))

it("what was shown stays as it was, and a day of which nothing changed is the same one", () =>
  fc.assert(
    fc.property(longLedger, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (rows, changed) => {
      const acts = flowActs(rows, resolve, dayOf)
      fc.pre(acts.length > 0)
      const kept = new LotActs(dayOf)
      for (const act of acts) kept.put(act)
      const before = kept.days()
      const text = JSON.stringify(read(before))
      expect(kept.days()).toBe(before)
      const others = new Set(changed.map((number) => acts[number % acts.length]!))
      for (const act of others) kept.take(act)
      const after = kept.days()
      expect(JSON.stringify(read(before))).toBe(text)
      const days = new Set(Array.from(others, ({ at }) => dayOf({ ms: at, day: null })))
      for (const [day, packed] of before) if (!days.has(day)) expect(after.get(day)).toBe(packed)
      expect([...after.keys()].filter((day) => after.get(day) !== before.get(day)).every((day) => days.has(day))).toBe(true)
    }),
    { numRuns: 200 }
  ))

it("those that may be ends of something are the same objects each time, and all others are one text", () =>
  fc.assert(
    fc.property(longLedger, (rows) => {
      const acts = flowActs(rows, resolve, dayOf)
      const packed = new PackedActs(acts)
      const [once, again] = [packed.read(), packed.read()]
      for (const [i, act] of once.entries()) expect(act === again[i]).toBe(!standsAlone(act))
      expect(packed.ends).toEqual(acts.filter((act) => !standsAlone(act)))
      for (const act of packed.ends) expect(["deposit", "withdrawal"]).toContain(act.kind)
      for (const act of once) if (standsAlone(act)) expect(onlyMoved(act)).toEqual(onlyMoved(acts.find(({ id }) => id === act.id)!))
    }),
    { numRuns: 100 }
  ))
