/** What a question about performance has to say: which days, in what, of what. */
import type { PerformanceScope, PerformanceSettings, ReturnConventions, ValuationCurrency } from "@caudal/engine"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { connectionIdOf } from "../globalId.ts"
import { DietzTiming, FlowTiming } from "./accountingEnums.ts"
import { Currency } from "./enums.ts"

const Scope = builder.inputType("PerformanceScope", {
  description: "Of what: at most one of these; of the whole portfolio without any.",
  fields: (t) => ({
    exchange: t.string({ description: "Slug of an exchange: own transfers from and to others are flows." }),
    connection: t.id({ description: "Id of a connection: its account alone, own transfers as with `exchange`." }),
    asset: t.string({ description: "`assetId` of an asset over all accounts: what was paid for it and what it fetched are flows." })
  })
})

export const performanceArgs = builder.args((t) => ({
  from: t.string({ description: "First day, `2021-05-01`: the period begins at the close of the day before." }),
  to: t.string({ description: "Last day, included; today where it is later." }),
  year: t.int({ description: "A whole calendar year instead of `from` and `to`." }),
  currency: t.field({ type: Currency, required: true, description: "The currency that money is in." }),
  timeZone: t.string({
    defaultValue: "UTC",
    description: "`UTC` or an IANA name such as `America/Mexico_City`: whose midnight ends a day, and so what is its close."
  }),
  scope: t.field({ type: Scope, description: "Of what; the whole portfolio when omitted." })
}))

export const conventionArgs = builder.args((t) => ({
  flowTiming: t.field({
    type: FlowTiming,
    defaultValue: "inStartOutEnd",
    description: "When in its day a flow counts, in `timeWeighted`, where it was not valued at its instant (`largeFlowDays`)."
  }),
  dietzTiming: t.field({ type: DietzTiming, defaultValue: "end", description: "From when a flow works, in `modifiedDietz`." })
}))

interface ConventionArguments {
  readonly flowTiming?: ReturnConventions["flowTiming"] | null | undefined
  readonly dietzTiming?: ReturnConventions["dietzFlowAt"] | null | undefined
}

export const conventionsOf = ({ flowTiming, dietzTiming }: ConventionArguments): ReturnConventions => ({
  flowTiming: flowTiming ?? "inStartOutEnd",
  dietzFlowAt: dietzTiming ?? "end"
})

export interface PerformanceArguments {
  readonly from?: string | null | undefined
  readonly to?: string | null | undefined
  readonly year?: number | null | undefined
  readonly currency: ValuationCurrency
  readonly timeZone?: string | null | undefined
  readonly scope?: typeof Scope.$inferInput | null | undefined
}

const periodOf = ({ from, to, year }: PerformanceArguments): PerformanceSettings["period"] => {
  if (year != null && from == null && to == null) {
    if (year < 1970 || year > 9999) throw badInput("A year is one from 1970 on, such as 2021.")
    return { from: `${year}-01-01`, to: `${year}-12-31` }
  }
  if (year != null || from == null || to == null) throw badInput("Give `year`, or both `from` and `to`.")
  return { from, to }
}

const scopeOf = (scope: PerformanceArguments["scope"]): PerformanceScope => {
  const { exchange, connection, asset } = scope ?? {}
  const given = [exchange, connection, asset].filter((one) => one != null)
  if (given.length > 1) throw badInput("A scope is one of `exchange`, `connection` and `asset`.")
  if (exchange != null) return { kind: "exchange", exchange }
  if (connection != null) return { kind: "connection", connection: connectionIdOf(String(connection)) }
  return asset != null ? { kind: "asset", asset } : { kind: "portfolio" }
}

export const settingsOf = (args: PerformanceArguments): PerformanceSettings => ({
  period: periodOf(args),
  currency: args.currency,
  timeZone: args.timeZone ?? "UTC",
  scope: scopeOf(args.scope)
})
