/** Keeps what owners choose, once it was checked against the lots that the disposal found. */
import { type DisposalReport, lotsBefore, type RestReport } from "@caudal/accounting"
import { Decimal, type DecimalText } from "@caudal/exchange"
import { Clock, Effect, Layer, Semaphore } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { paged, pagedList } from "../ledger/paging.ts"
import { LotChoiceStore } from "../storage/LotChoiceStore.ts"
import { choiceState } from "./choiceGaps.ts"
import { pageOf } from "./disposalsPage.ts"
import { type KeptBook, LotBooks, type Projected } from "./LotBooks.ts"
import type { ChosenLot, LotChoice, StandingChoice } from "./LotChoice.ts"
import {
  DisposalNotFound,
  IdentifiedInFuture,
  LotAcquiredLater,
  LotChoiceNotFound,
  LotChoices,
  LotHoldsLess,
  LotNotFound,
  LotOfOtherAsset,
  MoreThanDisposed
} from "./LotChoices.ts"
import { type LotSettings, SettingsRefused } from "./LotSettings.ts"
import { methodOn } from "./methodOn.ts"
import { chosenOf, openLot } from "./openLot.ts"
import { type DisposalPlace, order } from "./placedDisposals.ts"
import { Portfolios } from "./Portfolios.ts"
import { rulesOf } from "./rulesOf.ts"
import { lotAssetOf, takesChoice } from "./withChoices.ts"

const specific = (asked: LotSettings): LotSettings =>
  asked.method == null && (asked.methodFrom ?? []).length === 0 ? { ...asked, method: "SPECIFIC" } : asked

const summed = (lots: ReadonlyArray<{ readonly lot: string | null; readonly quantity: string }>): ReadonlyMap<string, DecimalText> => {
  const units = new Map<string, DecimalText>()
  for (const { lot, quantity } of lots)
    if (lot !== null) units.set(lot, Decimal.add(units.get(lot) ?? Decimal.zero, Decimal.make(quantity)))
  return units
}

interface Found {
  readonly projected: Projected
  readonly kept: KeptBook
  readonly report: DisposalReport
  readonly open: ReadonlyArray<RestReport>
}

/** Why a lot is not among those that the disposal found. */
const absent = ({ projected: { eventOf }, kept, report }: Found, lot: string) => {
  const origin = eventOf.get(lot)
  const asset = origin === undefined ? null : lotAssetOf(origin)
  if (asset === null) return new LotNotFound({ lot })
  if (asset !== report.asset) return new LotOfOtherAsset({ lot })
  const placeOf = (id: string) => kept.book.ledger.entries.findIndex(({ event }) => event.id === id)
  return placeOf(lot) > placeOf(report.event) ? new LotAcquiredLater({ lot }) : new LotHoldsLess({ lot, left: "0" })
}

const check = (found: Found, wanted: ReadonlyMap<string, DecimalText>) => {
  const open = summed(found.open)
  let sum = Decimal.zero
  for (const [lot, quantity] of wanted) {
    const left = open.get(lot)
    if (left === undefined) return absent(found, lot)
    if (Decimal.compare(quantity, left) > 0) return new LotHoldsLess({ lot, left })
    sum = Decimal.add(sum, quantity)
  }
  const { quantity } = found.report
  return Decimal.compare(sum, Decimal.make(quantity)) > 0 ? new MoreThanDisposed({ quantity }) : null
}

const isSame = (a: ReadonlyArray<ChosenLot>, b: ReadonlyArray<ChosenLot>): boolean =>
  JSON.stringify(a.map(({ lot, quantity }) => [lot, quantity])) === JSON.stringify(b.map(({ lot, quantity }) => [lot, quantity]))

const placeOf = ({ disposedAt, disposal, asset }: LotChoice): DisposalPlace => [disposedAt, disposal, asset]

export const layer = Layer.effect(
  LotChoices,
  Effect.gen(function* () {
    const books = yield* LotBooks
    const portfolios = yield* Portfolios
    const store = yield* LotChoiceStore
    // A choice is checked against the others, so two must not be checked at once.
    const oneAtATime = (yield* Semaphore.make(1)).withPermits(1)

    const find = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, disposal: string, settings: LotSettings) {
      const rules = yield* rulesOf(specific(settings))
      const projected = yield* books.project(owner, portfolio, rules.currency)
      const event = projected.eventOf.get(disposal)
      if (event === undefined || !takesChoice(event)) return yield* new DisposalNotFound()
      const kept = yield* books.book(projected, rules)
      const report = kept.report.disposals.find((one) => one.event === disposal)
      if (report === undefined) return yield* new DisposalNotFound()
      const method = methodOn(rules.policy, report.date)
      if (method !== "SPECIFIC")
        return yield* new SettingsRefused({
          problem: `The method on ${report.date} is ${method}, which goes by no choice`,
          whatToDo: "Ask with the method SPECIFIC, at least from that day on."
        })
      return { projected, kept, report, open: lotsBefore(kept.book, disposal) }
    })

    const choose: LotChoices["Service"]["choose"] = Effect.fnUntraced(function* (owner, portfolio, asked) {
      const { disposal, lots: given, identifiedAt, ...settings } = asked
      const now = yield* Clock.currentTimeMillis
      if (identifiedAt !== null && identifiedAt > now) return yield* new IdentifiedInFuture()
      const found = yield* find(owner, portfolio, disposal, settings)
      const wanted = summed(given)
      const wrong = check(found, wanted)
      if (wrong !== null) return yield* wrong
      const lots = [...wanted].map(([lot, quantity]) => ({ lot, quantity }))
      const before = found.projected.choices.get(disposal)
      if (before !== undefined && isSame(before.lots, lots) && (identifiedAt ?? before.identifiedAt) === before.identifiedAt)
        return { ...before, state: "stands" as const }
      const { asset } = found.report
      const disposedAt = Date.parse(found.projected.eventOf.get(disposal)!.time)
      const said = { disposal, asset, disposedAt, lots, identifiedAt: identifiedAt ?? now, chosenAt: now, withdrawn: false }
      return { ...(yield* store.put(owner, portfolio, said).pipe(Effect.orDie)), state: "stands" as const }
    })

    return LotChoices.of({
      choose: (owner, portfolio, asked) => oneAtATime(choose(owner, portfolio, asked)),
      withdraw: Effect.fnUntraced(function* (owner, portfolio, disposal) {
        yield* portfolios.get(owner, portfolio)
        const last = (yield* store.all(owner, portfolio).pipe(Effect.orDie)).find((one) => one.disposal === disposal)
        if (last === undefined) return yield* new LotChoiceNotFound()
        if (last.withdrawn) return last
        const chosenAt = yield* Clock.currentTimeMillis
        return yield* store.put(owner, portfolio, { ...last, chosenAt, withdrawn: true }).pipe(Effect.orDie)
      }, oneAtATime),
      list: Effect.fnUntraced(function* (owner, portfolio, query) {
        const rules = yield* rulesOf(specific(query))
        const projected = yield* books.project(owner, portfolio, rules.currency)
        const all = [...projected.choices.values()]
          .map((choice) => ({ position: placeOf(choice), item: { ...choice, state: choiceState(projected, choice) } }))
          .sort((a, b) => order(a.position, b.position))
        const page = yield* paged<DisposalPlace, StandingChoice, never, never>(["number", "string", "string"], query, (range) =>
          Effect.succeed(pageOf(all, range))
        )
        return { ...page, count: all.length }
      }),
      available: Effect.fnUntraced(function* (owner, portfolio, { disposal, ...query }) {
        const { projected, kept, open } = yield* find(owner, portfolio, disposal, query)
        const chosen = chosenOf(kept.report.disposals)
        const lots = open.map((rest, place) => ({ place, lot: openLot(projected, rest, chosen) }))
        const page = yield* pagedList(query, lots, ({ place }) => place)
        return { ...page, count: lots.length, items: page.items.map(({ cursor, item }) => ({ cursor, item: item.lot })) }
      })
    })
  })
)
