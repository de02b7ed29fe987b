import fc from "fast-check"
import { expect, it } from "vitest"
import type { Act } from "../../src/portfolio/Act.ts"
import { flowActs } from "../../src/returns/FlowActs.ts"
import { FlowBook } from "../../src/returns/FlowBook.ts"
import { dayOf, longLedger, openings, resolve } from "./madeUp.ts"
import { shapeOf } from "./shapeOf.ts"

const newBook = () => new FlowBook(resolve, "UTC", dayOf)

/** The same act as it was corrected: on another day, or with one more digit, or with half of it gone. */
const corrected = (act: Act, how: number): Act => {
  const [first, ...others] = act.moved
  if (how === 0) return { ...act, at: act.at + 86_400_000 }
  const longer = `${first!.principal}${first!.principal.includes(".") ? "" : "."}000000000001`
  return how === 1 && first!.principal !== "0"
    ? { ...act, moved: [{ ...first!, principal: longer as never }, ...others] }
    : { ...act, moved: [first!] }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("toggle" as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("correct" as const), which: fc.nat(), how: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("opening" as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("read" as const) }) }
)

it("says the same as a book of all acts, in whatever order they came, were corrected and went", () =>
  fc.assert(
    fc.property(longLedger, openings, fc.array(step, { minLength: 1, maxLength: 25 }), fc.boolean(), (rows, said, steps, isCrowded) => {
      // On two days many trades are one.
      const acts = flowActs(rows, resolve, dayOf).map((act) => (isCrowded ? { ...act, at: act.at % (2 * 86_400_000) } : act))
      const book = newBook()
      const there = new Map(acts.filter((_, i) => i % 2 === 0).map((act) => [act.id, act]))
      const opened = new Set<(typeof said)[number]>()
      for (const act of [...there.values()].toReversed()) book.put(act)
      for (const each of [...steps, { do: "read" as const }]) {
        if (each.do === "read") {
          const full = newBook()
          for (const act of acts) if (there.has(act.id)) full.put(there.get(act.id)!)
          for (const opening of said) if (opened.has(opening)) full.open(opening, undefined)
          expect(shapeOf(book.projection())).toEqual(shapeOf(full.projection()))
          expect(book.projection()).toBe(book.projection())
        } else if (each.do === "opening") {
          const opening = said[each.which % Math.max(said.length, 1)]
          if (opening === undefined) continue
          if (opened.delete(opening)) book.close(opening, undefined)
          else {
            opened.add(opening)
            book.open(opening, undefined)
          }
        } else {
          const act = acts[each.which % acts.length]!
          const known = there.get(act.id)
          if (known !== undefined) book.take(known)
          there.delete(act.id)
          if (each.do === "toggle" && known !== undefined) continue
          const put = each.do === "correct" ? corrected(act, each.how) : act
          there.set(act.id, put)
          book.put(put)
        }
      }
    }),
    { numRuns: 2000, endOnFailure: true }
  ))
