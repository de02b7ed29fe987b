/** Performance over the ledger: rows are streamed into the movements of days, and days are valued by the price book. */
import { addMeasured, causesOf, dayIn, type DayOf, dayText, parseDay, subtractMeasured, sumMeasured } from "@caudal/accounting"
import { Clock, Effect, Layer } from "effect"
import { anyExchange, type AssetRef } from "../assets/Asset.ts"
import { Assets } from "../assets/Assets.ts"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import { pagedList } from "../ledger/paging.ts"
import { FigureNotFound } from "../portfolio/Gains.ts"
import { type GainMethod, UnknownTimeZone } from "../portfolio/LotSettings.ts"
import { KeepLast } from "../portfolio/KeepLast.ts"
import { currencyAssets } from "../portfolio/markets.ts"
import { PriceBook } from "../prices/PriceBook.ts"
import { ConnectionStore } from "../storage/ConnectionStore.ts"
import { ConnectionNotFound } from "../sync/Connections.ts"
import { currencyEffectOf } from "./currencyEffectOf.ts"
import { AskedCloses, DayCloses } from "./DayCloses.ts"
import { estimatedFlows } from "./estimatedFlows.ts"
import { explainPerformance } from "./explainPerformance.ts"
import type { FlowProjection } from "./FlowProjection.ts"
import { FollowedLots } from "./FollowedLots.ts"
import { type Flows, keptFlows } from "./keptFlows.ts"
import { KeptValues } from "./KeptValues.ts"
import { moneyMeasure, reasonOf } from "./Measure.ts"
import { type Basis, InvalidPeriod, Performance, type PerformanceScope, type PerformanceSettings } from "./Performance.ts"
import { performanceFigure } from "./performanceFigure.ts"
import { performanceOf } from "./performanceOf.ts"
import { type PeriodSums, profitOf } from "./profitOf.ts"
import type { ReturnScope } from "./ReturnScope.ts"
import { seriesOf } from "./seriesOf.ts"
import { Valuer } from "./Valuer.ts"

const mostDays = 40 * 366
/** A civil day of any zone lies within this of the same day in UTC. */
const zoneMargin = 86_400_000
const msPerDay = 86_400_000

/** Coins are thought of in dollars. */
const quoteCurrency = "usd"

/** How often rows are read again because others were written meanwhile. */
const mostTries = 3

const mib = 2 ** 20

/** What is kept of all owners, in bytes, beside what was asked for last; and what it is made of, as weighed. */
const mostPrices = 128 * mib
const closeBytes = 200
const mostValues = 160 * mib
/** With its close. */
const assetDayBytes = 300
const mostLots = 128 * mib
const lotEventBytes = 1_000

export const layer = (sha256: (text: string) => string) =>
  Layer.effect(
    Performance,
    Effect.gen(function* () {
      const assets = yield* Assets
      const prices = yield* PriceBook
      const connections = yield* ConnectionStore
      const context = yield* Effect.context<Effect.Services<ReturnType<typeof estimatedFlows>>>()
      const flows = yield* keptFlows(sha256)
      const closes = new KeepLast<DayCloses>(mostPrices)
      const lots = new KeepLast<FollowedLots>(mostLots)
      const values = new KeepLast<{ readonly closes: DayCloses; readonly values: KeptValues }>(mostValues)

      const scopeOf = Effect.fnUntraced(function* (owner: OwnerId, scope: PerformanceScope) {
        if (scope.kind !== "connection") return scope satisfies ReturnScope
        const own = (yield* connections.list(owner).pipe(Effect.orDie)).find(({ id }) => id === scope.connection)
        if (own === undefined) return yield* new ConnectionNotFound()
        return { kind: "account", account: `${own.exchange}:${own.accountKey}` } satisfies ReturnScope
      })

      /** From the close of which day until that of which, of what. */
      const boundsOf = Effect.fnUntraced(function* (owner: OwnerId, settings: PerformanceSettings) {
        const dayOf: DayOf = yield* Effect.try({ try: () => dayIn(settings.timeZone), catch: () => new UnknownTimeZone() })
        const now = yield* Clock.currentTimeMillis
        const today = dayOf({ ms: now, day: null })
        const [from, asked] = yield* Effect.try({
          try: () => [parseDay(settings.period.from), parseDay(settings.period.to)] as const,
          catch: () => new InvalidPeriod()
        })
        if (from > asked || from > today || asked - from > mostDays) return yield* new InvalidPeriod()
        return { start: from - 1, end: Math.min(asked, today), scope: yield* scopeOf(owner, settings.scope), dayOf, now }
      })

      type Bounds = Effect.Success<ReturnType<typeof boundsOf>>

      const read = Effect.fnUntraced(function* (
        owner: OwnerId,
        portfolio: PortfolioId,
        settings: PerformanceSettings,
        { start, end, scope, dayOf, now }: Bounds,
        moved: Flows
      ) {
        const { timeZone, currency } = settings
        const { projection, hash, resolve } = moved
        const currencyIdentity = resolve({ exchange: anyExchange, code: currency, at: now })
        const needed = [...new Set([...projection.assets.keys(), "bitcoin", quoteCurrency])]
        const [from, to] = [
          (projection.span === null ? start : Math.min(projection.span.first, start)) * msPerDay - zoneMargin,
          (end + 1) * msPerDay + zoneMargin
        ]
        const corrections = JSON.stringify(yield* assets.corrections(owner))
        const load = Effect.fnUntraced(function* (into: string) {
          const key = JSON.stringify([owner, into, timeZone, needed, from, to, corrections, yield* prices.mark(owner)])
          const known = closes.get(key)
          if (known !== undefined) return known
          const lookup = yield* prices.load(owner, { currency: into, assets: needed, from, to })
          return closes.set(key, new DayCloses(lookup, timeZone, sha256), (needed.length * (to - from) * closeBytes) / msPerDay)
        })
        const dayCloses = yield* load(currencyIdentity.id)
        const asking = new AskedCloses(dayCloses)
        const { closeOf, priceAt } = asking
        const period = JSON.stringify([owner, portfolio, currencyIdentity.id, timeZone, start, end])
        const before = values.get(period)
        // With other prices everything is another.
        const kept = before?.closes === dayCloses ? before : { closes: dayCloses, values: new KeptValues() }
        values.set(period, kept, projection.assets.size * (end - start + 1) * assetDayBytes)
        const valuer = new Valuer({
          projection,
          currency: currencyIdentity.id,
          closeOf,
          priceAt,
          start,
          end,
          kept: { values: kept.values, asking }
        })
        /** Last: it tells of what was asked by then. */
        const basis = (): Basis => ({
          period: { from: settings.period.from, to: dayText(end) },
          timeZone,
          currencyIdentity,
          gaps: projection.gaps
            .filter(({ day }) => day <= end)
            .map((gap) => ({ ...gap, identity: projection.assets.get(gap.asset)!.identity, date: dayText(gap.day) })),
          priceGaps: asking.gaps,
          assets: identitiesOf(projection, currencyIdentity),
          inputHash: hash.of(projection, valuer.valuedFlows(scope), asking.hash(sha256)),
          projectionVersion: projection.version
        })
        return {
          ...moved,
          valuer,
          dayCloses,
          closeOf,
          priceAt,
          scope,
          start,
          end,
          dayOf,
          currencyIdentity,
          load,
          basis
        }
      })

      const prepared = Effect.fnUntraced(function* (owner: OwnerId, portfolio: PortfolioId, settings: PerformanceSettings) {
        const bounds = yield* boundsOf(owner, settings)
        return yield* read(owner, portfolio, settings, bounds, yield* flows.read(owner, portfolio, settings.timeZone, bounds.dayOf))
      })

      /** The lines of a profit, where it is known; of the days that are told with them. */
      const split = Effect.fnUntraced(function* (
        owner: OwnerId,
        portfolio: PortfolioId,
        settings: PerformanceSettings & { readonly method: GainMethod }
      ) {
        const found = yield* prepared(owner, portfolio, settings)
        const sums = sumsOf(found)
        const known = exactly(sums)
        if (known === null) return { found, sums, lines: null }
        const { dayCloses, currencyIdentity, firsts } = found
        // What is traded for an asset has lots of its own, so these are of the whole.
        const scope = found.scope.kind === "asset" ? ({ kind: "portfolio" } as const) : found.scope
        const of = { scope, currency: currencyIdentity.id, method: settings.method, timeZone: settings.timeZone }
        const key = JSON.stringify([owner, portfolio, of])
        const followed = lots.get(key) ?? new FollowedLots(of)
        const book = followed.of({
          ...found,
          firstRowOf: (connection) => firsts.get(connection),
          closes: (asset, day) => dayCloses.at(asset, day)
        })
        lots.set(key, followed, followed.size * lotEventBytes)
        return { found, sums, lines: profitOf({ ...found, lots: book }, known) }
      })

      return Performance.of({
        performance: Effect.fnUntraced(function* (owner, portfolio, settings) {
          const found = yield* prepared(owner, portfolio, settings)
          const { returns, ...figures } = performanceOf({ ...found, conventions: settings.conventions })
          const largeFlowDays = yield* estimatedFlows(owner, found.currencyIdentity.id, returns.largeFlowDays).pipe(
            Effect.provide(context),
            Effect.orDie
          )
          return { ...figures, returns: { ...returns, largeFlowDays }, ...found.basis() }
        }),
        profit: Effect.fnUntraced(function* (owner, portfolio, settings) {
          const { found, sums, lines } = yield* split(owner, portfolio, settings)
          const { gain, income, fees } = sums
          const { currencyIdentity, load } = found
          const rates = currencyEffectOf({
            ...found,
            currency: currencyIdentity.id,
            quote: currencyAssets[quoteCurrency],
            quoteCloseOf: new AskedCloses(yield* load(currencyAssets[quoteCurrency])).closeOf
          })
          const causes = [gain, income, fees].flatMap(causesOf)
          return {
            gain: moneyMeasure(gain),
            lines,
            currencyEffect: moneyMeasure(rates),
            priceEffect: moneyMeasure(subtractMeasured(addMeasured(subtractMeasured(gain, income), fees), rates)),
            reason: lines === null ? reasonOf(causes) : null,
            causes,
            ...found.basis()
          }
        }),
        valuationSeries: Effect.fnUntraced(function* (owner, portfolio, settings) {
          const found = yield* prepared(owner, portfolio, settings)
          const points = seriesOf(found.valuer.days(found.scope), settings.interval)
          const page = yield* pagedList(settings, points, ({ date }) => parseDay(date))
          return { ...page, count: points.length, basis: found.basis() }
        }),
        explain: Effect.fnUntraced(function* (owner, portfolio, { figure: path, offset, limit, ...settings }) {
          const { conventions } = settings
          for (let tries = 0; tries < mostTries; tries++) {
            const found = yield* prepared(owner, portfolio, settings)
            const figure = performanceFigure(path, found)
            const asked = figure === null ? null : explainPerformance({ ...found, conventions, path, figure, page: { offset, limit } })
            if (asked === null) return yield* new FigureNotFound()
            if (!("instants" in asked)) return asked
            yield* flows.tell(owner, portfolio, found.dayOf, found, asked.instants, asked)
            const told = asked.explained()
            if (told !== null) return told
          }
          return yield* Effect.die(new Error(`${path} changed each time that its rows were read.`))
        })
      })
    })
  )

/** What the days of a period come to. */
const sumsOf = ({ valuer, scope }: { readonly valuer: Valuer; readonly scope: ReturnScope }) => {
  const days = valuer.days(scope)
  const within = days.slice(1)
  const flow = sumMeasured(within.map((day) => day.flow))
  return {
    gain: subtractMeasured(subtractMeasured(days.at(-1)!.value, days[0]!.value), flow),
    income: sumMeasured(within.map((day) => day.income)),
    fees: sumMeasured(within.map((day) => day.fees))
  }
}

/** Null where one of them is not known. */
const exactly = ({ gain, income, fees }: ReturnType<typeof sumsOf>): PeriodSums | null =>
  gain.state === "exact" && income.state === "exact" && fees.state === "exact"
    ? { gain: gain.value, income: income.value, fees: fees.value }
    : null

const identitiesOf = (projection: FlowProjection, currency: AssetRef): ReadonlyMap<string, AssetRef> =>
  new Map([[currency.id, currency], ...[...projection.assets].map(([id, { identity }]) => [id, identity] as const)])
