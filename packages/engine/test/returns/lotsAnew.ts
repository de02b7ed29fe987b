/** What profit is made of, worked out from all rows at once and kept nowhere: what is followed must say the same. */
import { between, type DayOf, keepBook, type LotEvent, multiply, profitAndLoss, readLedger } from "@caudal/accounting"
import { relations } from "../../src/assets/AssetRelation.ts"
import type { Resolve } from "../../src/assets/resolve.ts"
import type { Transaction } from "../../src/index.ts"
import type { AccountOpening } from "../../src/portfolio/LotProjection.ts"
import type { GainMethod } from "../../src/portfolio/LotSettings.ts"
import { projectLots } from "../../src/portfolio/projectLots.ts"
import type { CloseOf } from "../../src/returns/ClosePrices.ts"
import { covers, type ReturnScope } from "../../src/returns/ReturnScope.ts"

export interface AnewInput {
  readonly rows: ReadonlyArray<Transaction>
  readonly openings: ReadonlyArray<AccountOpening>
  readonly resolve: Resolve
  readonly currency: string
  readonly closeOf: CloseOf
  readonly dayOf: DayOf
  readonly timeZone: string
  readonly method: GainMethod
  readonly scope: ReturnScope
  readonly start: number
  readonly end: number
}

const within =
  (scope: ReturnScope) =>
  ({ exchange, accountKey }: Pick<Transaction, "exchange" | "accountKey">): boolean =>
    scope.kind === "asset" || covers(scope, "", `${exchange}:${accountKey}`)

export const eventsAnew = ({ rows, openings, resolve, currency, closeOf, dayOf, scope, end }: AnewInput): ReadonlyArray<LotEvent> => {
  const dayAt = (at: number): number => dayOf({ ms: at, day: null })
  const own = rows.filter(within(scope))
  const priceAt = (asset: string, at: number) => (dayAt(at) > end ? null : closeOf(asset, dayAt(at)))
  const said = openings.filter(within(scope))
  const input = { transactions: own, openings: said, resolve, currency, priceAt, relations, foreignMoneyInLots: true }
  return projectLots(input)
    .events.filter(({ time }) => dayAt(Date.parse(time)) <= end)
    .map((event): LotEvent => {
      if (event.type !== "opening" && event.type !== "gift_out") return event
      const price = priceAt(event.asset, Date.parse(event.time))
      const total = price === null ? null : multiply(event.quantity, price.amount)
      if (event.subtype === "funding-payment") return { ...event, type: event.type === "opening" ? "income" : "fee", total }
      if (event.type !== "gift_out") return { ...event, total }
      const { unexplained: _, ...gone } = event
      return { ...gone, total }
    })
}

export const linesAnew = (input: AnewInput) => {
  const { closeOf, dayOf, timeZone, method, scope, start, end } = input
  const ledger = readLedger(eventsAnew(input))
  const standing = (day: number) => {
    const entries = ledger.entries.filter(({ at }) => dayOf(at) <= day)
    const book = keepBook({ ...ledger, entries }, { method, dayBoundary: timeZone, gifts: "disposedAtMarketValue" })
    const prices = Object.fromEntries(
      [...new Set(book.rests.map(({ asset }) => ledger.assets[asset]!))].flatMap((asset) => {
        const close = closeOf(asset, day)
        return close === null ? [] : [[asset, close.amount]]
      })
    )
    return profitAndLoss(book, prices, scope.kind === "asset" ? { asset: scope.asset } : {})
  }
  return between(standing(start), standing(end))
}
