/** Gains over the ledger: made from the rows as they are now, so a correction or a better rule holds for the past as well. */
import { dayIn, dayText, type DisposalReport, isPoolMethod, type Policy, taxRules } from "@caudal/accounting"
import { Effect, Layer } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import { paged } from "../ledger/paging.ts"
import { disposalsPage } from "./disposalsPage.ts"
import type { DisposalPlace } from "./placedDisposals.ts"
import { explainFigure } from "./explainFigure.ts"
import { FigureNotFound, type GainDisposal, Gains, type NamedLotGap, type OpenLot } from "./Gains.ts"
import { gainTotals } from "./gainTotals.ts"
import { type KeptBook, LotBooks, type Projected } from "./LotBooks.ts"
import type { LotGap, LotProjection } from "./LotProjection.ts"
import { type LotRules, lotRules } from "./LotRules.ts"
import { type GainMethod, gainMethods, type LotSettings, SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"

const rowsOf = ({ sources }: LotProjection, ids: ReadonlyArray<string | null>): ReadonlyArray<Transaction> =>
  ids.flatMap((id) => (id === null ? [] : (sources.get(id) ?? [])))

const openingOf = ({ openings }: LotProjection, id: string | null) => (id === null ? null : (openings.get(id) ?? null))

const named = ({ projection }: Projected, gap: LotGap): NamedLotGap => ({
  ...gap,
  asset: projection.assets.get(gap.asset)!,
  transactions: rowsOf(projection, [gap.event]),
  opening: openingOf(projection, gap.event)
})

const disposalOf = ({ projection }: Projected, { asset, allocations, ...disposal }: DisposalReport): GainDisposal => ({
  ...disposal,
  asset: projection.assets.get(asset)!,
  transactions: rowsOf(projection, disposal.events),
  lots: allocations.map((one) => ({ ...one, transactions: rowsOf(projection, [one.lot]), opening: openingOf(projection, one.lot) }))
})

const lotsOf = ({ projection }: Projected, { report }: KeptBook): ReadonlyArray<OpenLot> =>
  report.remaining.map(({ asset, ...rest }) => ({
    ...rest,
    asset: projection.assets.get(asset)!,
    transactions: rowsOf(projection, [rest.lot]),
    opening: openingOf(projection, rest.lot)
  }))

/** The method of a civil day. */
const methodOn = ({ method }: Policy, day: string): GainMethod => {
  const all = typeof method === "string" ? [{ from: "", value: method }] : method
  return (all.findLast(({ from }) => from <= day) ?? all[0]!).value as GainMethod
}

const lastDay = "9999-12-31"

const rulesOf = (asked: LotSettings): Effect.Effect<LotRules, UnknownTimeZone | SettingsRefused> =>
  Effect.try({
    try: () => lotRules(asked),
    catch: (error) => {
      if (error instanceof UnknownTimeZone || error instanceof SettingsRefused) return error
      throw error
    }
  })

/** Methods that are compared where nobody named any. */
const choiceOf = ({ jurisdiction }: LotSettings, { policy }: LotRules): ReadonlyArray<GainMethod> => {
  if (jurisdiction == null) return gainMethods.filter((method) => !isPoolMethod(method))
  const known = gainMethods.filter((method) => (taxRules[jurisdiction].methods as ReadonlyArray<string>).includes(method))
  return known.length > 0 ? known : [methodOn(policy, lastDay)]
}

export const layer = Layer.effect(
  Gains,
  Effect.gen(function* () {
    const books = yield* LotBooks

    const asked = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, settings: LotSettings) {
      const rules = yield* rulesOf(settings)
      const projected = yield* books.project(owner, portfolio, rules.currency)
      return { rules, projected }
    })

    const answerOf = Effect.fnUntraced(function* (
      owner: OwnerId,
      portfolio: PortfolioId,
      { jurisdiction }: LotSettings,
      { rules, projected }: { readonly rules: LotRules; readonly projected: Projected }
    ) {
      return {
        jurisdiction: jurisdiction ?? null,
        method: methodOn(rules.policy, lastDay),
        currency: rules.currency,
        currencyIdentity: projected.currencyIdentity,
        timeZone: rules.policy.dayBoundary,
        settings: rules.settings,
        inputHash: projected.inputHash,
        projectionVersion: projected.projection.version,
        unproved: yield* books.unproved(owner, portfolio)
      }
    })

    /** Everything up to the end of a year, and the disposals of it. */
    const yearOf = ({ rules, projected }: { readonly rules: LotRules; readonly projected: Projected }, year: number) => {
      const period = rules.yearOf(year)
      const dayOf = dayIn(rules.policy.dayBoundary)
      return {
        period,
        of: ({ report }: KeptBook) => report.disposals.filter(({ date }) => period.from <= date && date <= period.until),
        gaps: projected.projection.gaps
          .filter(({ at }) => dayText(dayOf({ ms: at, day: null })) <= period.until)
          .map((gap) => named(projected, gap))
      }
    }

    return Gains.of({
      year: Effect.fnUntraced(function* (owner, portfolio, settings) {
        const given = yield* asked(owner, portfolio, settings)
        const { period, of, gaps } = yearOf(given, settings.year)
        const disposals = of(yield* books.book(given.projected, given.rules))
        const totals = gainTotals(disposals)
        const answer = yield* answerOf(owner, portfolio, settings, given)
        return {
          ...answer,
          method: methodOn(given.rules.policy, period.until),
          year: settings.year,
          period,
          disposals: disposals.map((each) => disposalOf(given.projected, each)),
          totals,
          gaps,
          complete: gaps.length === 0 && totals.unknownDisposals === 0 && answer.unproved.length === 0
        }
      }),
      disposals: Effect.fnUntraced(function* (owner, portfolio, { filter, ...query }) {
        const { rules, projected } = yield* asked(owner, portfolio, query)
        const kept = yield* books.book(projected, rules)
        const all = disposalsPage(projected, kept, filter)
        const page = yield* paged<DisposalPlace, DisposalReport, never, never>(["number", "string", "string"], query, (range) =>
          Effect.succeed(all.read(range))
        )
        return { ...page, count: all.count, items: page.items.map(({ cursor, item }) => ({ cursor, item: disposalOf(projected, item) })) }
      }),
      lots: Effect.fnUntraced(function* (owner, portfolio, { asset, ...settings }) {
        const given = yield* asked(owner, portfolio, settings)
        const { rules, projected } = given
        const kept = yield* books.book(projected, rules)
        const wanted = (one: { readonly asset: { readonly id: string } }) => asset === null || one.asset.id === asset
        return {
          ...(yield* answerOf(owner, portfolio, settings, given)),
          lots: lotsOf(projected, kept).filter(wanted),
          gaps: projected.projection.gaps.map((gap) => named(projected, gap)).filter(wanted)
        }
      }),
      compare: Effect.fnUntraced(function* (owner, portfolio, { methods, ...settings }) {
        const given = yield* asked(owner, portfolio, settings)
        const { period, of, gaps } = yearOf(given, settings.year)
        const compared = yield* Effect.forEach(methods ?? choiceOf(settings, given.rules), (method) =>
          Effect.gen(function* () {
            const rules = yield* rulesOf({ ...settings, method, methodFrom: [] })
            return { method, totals: gainTotals(of(yield* books.book(given.projected, rules))) }
          })
        )
        return { ...(yield* answerOf(owner, portfolio, settings, given)), year: settings.year, period, methods: compared, gaps }
      }),
      explain: Effect.fnUntraced(function* (owner, portfolio, { figure, offset, limit, ...settings }) {
        const { rules, projected } = yield* asked(owner, portfolio, settings)
        const kept = yield* books.book(projected, rules)
        return explainFigure({ projected, kept, rules }, figure, { offset, limit }) ?? (yield* new FigureNotFound())
      })
    })
  })
)
