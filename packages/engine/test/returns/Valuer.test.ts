import { causesOf, lowOf, multiply, sum } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { CloseOf } from "../../src/returns/ClosePrices.ts"
import { type ReturnScope, wholePortfolio } from "../../src/returns/ReturnScope.ts"
import { Valuer } from "../../src/returns/Valuer.ts"
import { closes, closesIn, dayCount, first, flowsOf, ledger, nothingInside } from "./madeUp.ts"

/** For each day whether its closes are known, and how old they are. */
const ages = fc.array(fc.option(fc.nat(2)), { minLength: dayCount + 1, maxLength: dayCount + 1 })
const scopes = fc.constantFrom<ReturnScope>(
  wholePortfolio,
  { kind: "exchange", exchange: "bitso" },
  { kind: "exchange", exchange: "kraken" },
  { kind: "asset", asset: "bitcoin" }
)

describe("the value of a day", () => {
  it("is what is held × its close, summed, at least that where a close is unknown; closes of earlier days are counted", () => {
    fc.assert(
      // closes that fit 64 bits, and such that nothing fits
      fc.property(
        ledger,
        closes,
        ages,
        scopes,
        fc.constantFrom("1", `1${"0".repeat(20)}`),
        fc.nat(10),
        (rows, prices, age, scope, dear, start) => {
          const closeOf: CloseOf = (asset, day) => {
            const carriedDays = age[day - first + 1] ?? null
            const close = closesIn(prices)(asset, day)
            if (asset === "mxn" || close === null) return close
            return carriedDays === null ? null : { ...close, carriedDays, amount: Decimal.make(multiply(close.amount, dear)) }
          }
          const valuer = new Valuer({
            projection: flowsOf(rows),
            currency: "mxn",
            closeOf,
            priceAt: nothingInside,
            start: first + start,
            end: first + dayCount - 1
          })
          for (const { day, value, carried } of valuer.days(scope)) {
            const held = valuer.holdings(scope, day).map(({ asset, quantity }) => ({ asset, quantity, close: closeOf(asset, day) }))
            const known = held.flatMap(({ quantity, close }) => (close === null ? [] : [{ quantity, close }]))
            expect(lowOf(value)).toBe(sum(known.map(({ quantity, close }) => multiply(quantity, close.amount))))
            expect(causesOf(value).map(({ asset }) => asset)).toEqual(held.filter(({ close }) => close === null).map(({ asset }) => asset))
            expect(carried).toBe(known.filter(({ close }) => close.carriedDays > 0).length)
          }
        }
      ),
      { numRuns: 300 }
    )
  })
})
