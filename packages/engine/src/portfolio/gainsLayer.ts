/** Gains over the ledger: made from the rows as they are now, so a correction or a better rule holds for the past as well. */
import { dayIn, dayText, type DisposalReport, isPoolMethod, namedLots, takesNamed, taxRules } from "@caudal/accounting"
import { Effect, Layer } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { paged } from "../ledger/paging.ts"
import { choiceGaps, choiceState } from "./choiceGaps.ts"
import { disposalsPage } from "./disposalsPage.ts"
import type { DisposalPlace } from "./placedDisposals.ts"
import { explainFigure } from "./explainFigure.ts"
import { FigureNotFound, type GainDisposal, Gains, type NamedLotGap, type OpenLot } from "./Gains.ts"
import { gainTotals } from "./gainTotals.ts"
import { type KeptBook, LotBooks, type Projected } from "./LotBooks.ts"
import type { LotGap } from "./LotProjection.ts"
import type { LotRules } from "./LotRules.ts"
import { type GainMethod, gainMethods, type LotSettings } from "./LotSettings.ts"
import { methodOn } from "./methodOn.ts"
import { chosenOf, openLot, openingOf, rowsOf } from "./openLot.ts"
import { rulesOf } from "./rulesOf.ts"

/** An asset that only a choice of lots still names. */
const gone = (id: string): AssetRef => ({
  id,
  symbol: id,
  name: id,
  kind: null,
  status: "unknown",
  via: "none",
  reason: "no row is of it any more"
})

const named = ({ projection }: Projected, gap: LotGap): NamedLotGap => ({
  ...gap,
  asset: projection.assets.get(gap.asset) ?? gone(gap.asset),
  transactions: rowsOf(projection, [gap.event]),
  opening: openingOf(projection, gap.event)
})

const choiceFor = (projected: Projected, disposal: string): GainDisposal["choice"] => {
  const choice = projected.choices.get(disposal)
  return choice === undefined ? null : { ...choice, state: choiceState(projected, choice) }
}

const disposalOf = (projected: Projected, { asset, allocations, ...disposal }: DisposalReport): GainDisposal => {
  const { projection } = projected
  return {
    ...disposal,
    asset: projection.assets.get(asset)!,
    choice: choiceFor(projected, disposal.event),
    transactions: rowsOf(projection, disposal.events),
    lots: allocations.map((one) => ({ ...one, transactions: rowsOf(projection, [one.lot]), opening: openingOf(projection, one.lot) }))
  }
}

const lotsOf = (projected: Projected, { report }: KeptBook): ReadonlyArray<OpenLot> => {
  const chosen = chosenOf(report.disposals)
  return report.remaining.map((rest) => openLot(projected, rest, chosen))
}

const lastDay = "9999-12-31"

/** Methods that are compared where nobody named any. */
const choiceOf = ({ jurisdiction }: LotSettings, { policy }: LotRules, { choices }: Projected): ReadonlyArray<GainMethod> => {
  // Where nobody chose lots, going by the choice is to go first in, first out.
  const all = gainMethods.filter((method) => method !== "SPECIFIC" || choices.size > 0)
  if (jurisdiction == null) return all.filter((method) => !isPoolMethod(method))
  const known = all.filter((method) => (taxRules[jurisdiction].methods as ReadonlyArray<string>).includes(method))
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
        settings: takesNamed(rules.policy.method) ? [...rules.settings, namedLots(projected.projection.events)] : rules.settings,
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
        gaps: (kept: KeptBook) =>
          [...projected.projection.gaps, ...choiceGaps(projected, kept)]
            .filter(({ at }) => dayText(dayOf({ ms: at, day: null })) <= period.until)
            .map((gap) => named(projected, gap))
      }
    }

    return Gains.of({
      year: Effect.fnUntraced(function* (owner, portfolio, settings) {
        const given = yield* asked(owner, portfolio, settings)
        const { period, of, gaps: gapsOf } = yearOf(given, settings.year)
        const kept = yield* books.book(given.projected, given.rules)
        const disposals = of(kept)
        const gaps = gapsOf(kept)
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
          gaps: [...projected.projection.gaps, ...choiceGaps(projected, kept)].map((gap) => named(projected, gap)).filter(wanted)
        }
      }),
      compare: Effect.fnUntraced(function* (owner, portfolio, { methods, ...settings }) {
        const given = yield* asked(owner, portfolio, settings)
        const { period, of, gaps } = yearOf(given, settings.year)
        const compared = yield* Effect.forEach(methods ?? choiceOf(settings, given.rules, given.projected), (method) =>
          Effect.gen(function* () {
            const rules = yield* rulesOf({ ...settings, method, methodFrom: [] })
            const kept = yield* books.book(given.projected, rules)
            return { kept, shown: { method, totals: gainTotals(of(kept)) } }
          })
        )
        const specific = compared.find(({ shown }) => shown.method === "SPECIFIC") ?? compared[0]
        return {
          ...(yield* answerOf(owner, portfolio, settings, given)),
          year: settings.year,
          period,
          methods: compared.map(({ shown }) => shown),
          gaps: specific === undefined ? [] : gaps(specific.kept)
        }
      }),
      explain: Effect.fnUntraced(function* (owner, portfolio, { figure, offset, limit, ...settings }) {
        const { rules, projected } = yield* asked(owner, portfolio, settings)
        const kept = yield* books.book(projected, rules)
        return explainFigure({ projected, kept, rules }, figure, { offset, limit }) ?? (yield* new FigureNotFound())
      })
    })
  })
)
