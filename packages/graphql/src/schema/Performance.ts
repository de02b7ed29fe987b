/** How a portfolio, an exchange, an account or an asset did over a period. */
import {
  type AssetRef,
  type BenchmarkFigures,
  type Contribution as ContributionShape,
  inTransit,
  type MoneyMeasure as MoneyShape,
  Performance as Performances,
  type PerformanceAnswer,
  type PerformanceSettings,
  type PortfolioId,
  type RateMeasure as RateShape,
  type Returns,
  type ShownLargeFlow
} from "@caudal/engine"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"
import { BenchmarkKind, GainMethod } from "./accountingEnums.ts"
import { MoneyMeasure, RateMeasure } from "./Measure.ts"
import { PerformanceBasis } from "./PerformanceBasis.ts"
import { Profit } from "./Profit.ts"
import { Risk } from "./Risk.ts"

export interface PerformanceShape {
  readonly answer: PerformanceAnswer
  readonly portfolio: PortfolioId
  readonly settings: PerformanceSettings
}

type Named<A> = A & { readonly assets: ReadonlyMap<string, AssetRef> }

const contribution = builder.objectRef<Named<ContributionShape>>("Contribution")
const Contribution = contribution.implement({
  description: "What one asset, or one exchange, gained. The rows of a list add up to the gain of the whole, to the last digit.",
  fields: (t) => {
    const money = (description: string, of: (row: ContributionShape) => MoneyShape) =>
      t.field({ type: MoneyMeasure, description, resolve: (row) => ({ measure: of(row), assets: row.assets }) })
    return {
      asset: t.field({
        type: Asset,
        nullable: true,
        description: "The asset; null in a list of exchanges.",
        resolve: ({ name, assets }) => {
          const identity = assets.get(name)
          return identity === undefined ? null : { code: identity.symbol, identity }
        }
      }),
      exchange: t.string({
        nullable: true,
        description: "The exchange; null in a list of assets, and for what is on its way between two own accounts.",
        resolve: ({ name, assets }) => (assets.has(name) || name === inTransit ? null : name)
      }),
      startValue: money("Value at the start.", ({ startValue }) => startValue),
      endValue: money("Value at the end.", ({ endValue }) => endValue),
      netInflow: money("What was paid for it and came in, less what it fetched and went out.", ({ netInflow }) => netInflow),
      gain: money("End − start − net inflow; income and fees are in it.", ({ gain }) => gain),
      share: t.field({
        type: RateMeasure,
        description: "Gain over the average capital of the whole: the shares add up to `modifiedDietz`.",
        resolve: (row) => ({ measure: row.share, assets: row.assets })
      })
    }
  }
})

const Contributions = builder.objectRef<Named<PerformanceAnswer["contributions"]>>("Contributions").implement({
  description: "Whose gain it was.",
  fields: (t) => ({
    byAsset: t.field({
      type: [Contribution],
      description: "By asset.",
      resolve: ({ byAsset, assets }) => byAsset.map((row) => ({ ...row, assets }))
    }),
    byExchange: t.field({
      type: [Contribution],
      description: "By exchange; one row without a name for what was on its way between own accounts.",
      resolve: ({ byExchange, assets }) => byExchange.map((row) => ({ ...row, assets }))
    })
  })
})

const Benchmark = builder.objectRef<BenchmarkFigures>("Benchmark").implement({
  description: "What the same money on the same days would have become. Compare like with like: money-weighted with money-weighted.",
  fields: (t) => {
    const rate = (description: string, of: (row: BenchmarkFigures) => { readonly value: number | null; readonly reason: string | null }) =>
      t.field({
        type: RateMeasure,
        description,
        resolve: (row) => ({ measure: { ...of(row), bound: null, causes: [] }, assets: new Map() })
      })
    return {
      kind: t.field({ type: BenchmarkKind, description: "What would have been done with it.", resolve: ({ kind }) => kind }),
      endValue: t.expose("endValue", { type: "Decimal", nullable: true, description: "Value at the end; null with a `reason`." }),
      gain: t.expose("gain", { type: "Decimal", nullable: true, description: "End − start − net flow; null with a `reason`." }),
      reason: t.exposeString("reason", { nullable: true, description: "Why there is no value." }),
      timeWeighted: rate(
        "Its time-weighted return; it buys and sells at closes, so money works from the day after.",
        ({ timeWeighted }) => timeWeighted
      ),
      moneyWeighted: rate("Its money-weighted return over the period.", ({ moneyWeighted }) => moneyWeighted),
      bustOn: t.exposeString("bustOn", {
        nullable: true,
        description: "The first day on which more went out than there was: it ends there, and never goes below zero."
      })
    }
  }
})

const FeesDrag = builder.objectRef<Named<PerformanceAnswer["feesDrag"]>>("FeesDrag").implement({
  description: "What fees cost. Spread and slippage are no fees.",
  fields: (t) => ({
    ofCapital: t.field({
      type: RateMeasure,
      description: "Fees a year over the average capital.",
      resolve: ({ ofCapital, assets }) => ({ measure: ofCapital, assets })
    }),
    gross: t.field({
      type: RateMeasure,
      description: "The time-weighted return as if no fee had been paid.",
      resolve: ({ gross, assets }) => ({ measure: gross, assets })
    }),
    taken: t.field({
      type: RateMeasure,
      description: "`gross` less `timeWeighted`.",
      resolve: ({ taken, assets }) => ({ measure: taken, assets })
    })
  })
})

const LargeFlowDay = builder.objectRef<ShownLargeFlow>("LargeFlowDay").implement({
  description: "A day on which more than a tenth of what was there came in or left.",
  fields: (t) => ({
    date: t.exposeString("date", { description: "The civil day." }),
    valued: t.exposeBoolean("isValued", {
      description:
        "Whether everything was valued at the instant of each of its flows: its time-weighted return is then exact, and no convention counts."
    }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "Why it could not: its flows count by `flowTiming`. Prices that are being read are there in a later answer."
    })
  })
})

export const Performance = builder.objectRef<PerformanceShape>("Performance").implement({
  description: `How it did over a period. A flow is money from or to outside: a deposit, a withdrawal, a card payment; it is worth what it was at the close of its day. Own transfers are none, rewards and fees are part of the return.`,
  fields: (t) => {
    const money = (description: string, of: (returns: Returns) => MoneyShape) =>
      t.field({ type: MoneyMeasure, description, resolve: ({ answer }) => ({ measure: of(answer.returns), assets: answer.assets }) })
    const rate = (description: string, of: (answer: PerformanceAnswer) => RateShape) =>
      t.field({ type: RateMeasure, description, resolve: ({ answer }) => ({ measure: of(answer), assets: answer.assets }) })
    return {
      startValue: money("Value at the close of the day before the first.", ({ startValue }) => startValue),
      endValue: money("Value at the close of the last day.", ({ endValue }) => endValue),
      netFlow: money("What came in less what went out.", ({ netFlow }) => netFlow),
      gain: money("End − start − net flow.", ({ gain }) => gain),
      income: money("Rewards, interest and the like, at the close of their day; part of the gain.", ({ income }) => income),
      feesPaid: money("All fees, less rebates, at the close of their day; already taken off the gain.", ({ feesPaid }) => feesPaid),
      timeWeighted: rate(
        "Time-weighted return: days linked. Days of large flows are valued at the instant of each, the flows of others count by the convention asked for. Says how the choice of assets did, whatever came in when.",
        ({ returns }) => returns.timeWeighted
      ),
      timeWeightedAnnual: rate("The same as a year's; undefined below a year.", ({ returns }) => returns.timeWeightedAnnual),
      modifiedDietz: rate(
        "Gain over average capital, each flow weighted by the days it was there.",
        ({ returns }) => returns.modifiedDietz
      ),
      moneyWeighted: rate(
        "Money-weighted return over the period: when money came in and went out counts.",
        ({ returns }) => returns.moneyWeighted
      ),
      moneyWeightedAnnual: rate(
        "The same as a year's rate (act/365, as XIRR in spreadsheets); undefined below 30 days.",
        ({ returns }) => returns.moneyWeightedAnnual
      ),
      moneyWeightedRoots: t.floatList({
        description: "Every yearly rate that balances the flows.",
        resolve: ({ answer }) => [...answer.returns.roots]
      }),
      moneyWeightedAmbiguous: t.boolean({
        description: "There are several: the one shown is nearest the period's `modifiedDietz`.",
        resolve: ({ answer }) => answer.returns.ambiguous
      }),
      averageInvestmentReturn: rate(
        "Simple return on average investment (ROAI): gain of coins over what was invested in them while they were held. Money is no investment. Other trackers show it as the return; it is none of time or money.",
        ({ roai }) => roai
      ),
      profit: t.field({
        type: Profit,
        description: "What the gain is made of, lot by lot.",
        args: {
          method: t.arg({
            type: GainMethod,
            defaultValue: "FIFO",
            description: "Which lots leave first: moves gain between lines, never in all."
          })
        },
        resolve: ({ portfolio, settings }, { method }, { owner, read }) =>
          read(Performances.use((performances) => performances.profit(owner, portfolio, { ...settings, method: method ?? "FIFO" })))
      }),
      contributions: t.field({
        type: Contributions,
        description: "Whose gain it was.",
        resolve: ({ answer }) => ({ ...answer.contributions, assets: answer.assets })
      }),
      benchmarks: t.field({
        type: [Benchmark],
        description: "What the same money would have become otherwise.",
        resolve: ({ answer }) => [...answer.benchmarks]
      }),
      feesDrag: t.field({
        type: FeesDrag,
        description: "What fees cost.",
        resolve: ({ answer }) => ({ ...answer.feesDrag, assets: answer.assets })
      }),
      risk: t.field({ type: Risk, description: "How it swung.", resolve: ({ answer }) => answer }),
      unvaluedDays: t.stringList({
        description: "Days that could not be valued. The time-weighted return goes over them where no money flowed.",
        resolve: ({ answer }) => [...answer.returns.unvaluedDays]
      }),
      carriedDays: t.int({
        description: "Days on which a price from an earlier day was used.",
        resolve: ({ answer }) => answer.returns.carriedDays
      }),
      largeFlowDays: t.field({
        type: [LargeFlowDay],
        description: "Days whose flows were more than a tenth of what was there: a close is a coarse measure of these.",
        resolve: ({ answer }) => [...answer.returns.largeFlowDays]
      }),
      basis: t.field({ type: PerformanceBasis, description: "What the answer rests on.", resolve: ({ answer }) => answer })
    }
  }
})
