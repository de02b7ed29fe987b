/** What may be chosen of how lots are kept, and what is said where a choice cannot be. */
import type { Country, LotMethod, PoolMethod } from "@caudal/accounting"
import { Schema } from "effect"
import type { ValuationCurrency } from "./Portfolios.ts"

/** `SPECIFIC` goes by the lots that the owner chose. The last two match a disposal with what comes later too: they hold for the whole history. */
export const gainMethods = ["FIFO", "LIFO", "HIFO", "LOFO", "AVERAGE", "SPECIFIC", "UK_S104", "CA_ACB"] as const satisfies ReadonlyArray<
  LotMethod | PoolMethod
>
export type GainMethod = (typeof gainMethods)[number]

export const lotScopes = ["global", "account"] as const
export type LotScope = (typeof lotScopes)[number]

/** What is left out is what the jurisdiction says; without one: FIFO, one stock of all accounts, UTC. */
export interface LotSettings {
  /** Whose dated rules decide what is not given: method, scope, zone, currency, the tax year and contested points. */
  readonly jurisdiction?: Country | null | undefined
  readonly method?: GainMethod | null | undefined
  /** Another method from a civil day on. */
  readonly methodFrom?: ReadonlyArray<{ readonly from: string; readonly method: GainMethod }> | undefined
  readonly scope?: LotScope | null | undefined
  /** One stock of all accounts before this civil day, one for each account from it on. */
  readonly perAccountFrom?: string | null | undefined
  readonly currency?: ValuationCurrency | null | undefined
  /** `UTC` or an IANA name: whose midnight begins a day, and a year. */
  readonly timeZone?: string | null | undefined
}

export class UnknownTimeZone extends Schema.TaggedError<UnknownTimeZone>()("UnknownTimeZone", {}) {
  override get message() {
    return "This is not a time zone: give UTC or an IANA name such as America/Mexico_City."
  }
}

/** Settings that do not go together, or that a country does not know. */
export class SettingsRefused extends Schema.TaggedError<SettingsRefused>()("SettingsRefused", {
  problem: Schema.String,
  whatToDo: Schema.String
}) {
  override get message() {
    return `${this.problem}. ${this.whatToDo}`
  }
}
