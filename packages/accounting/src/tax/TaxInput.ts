import type { LotEvent } from "../lots/Event.ts"
import type { Unresolved } from "./Section.ts"
import type { Dated, LotMethod, Policy } from "../lots/Policy.ts"

/** Price of one unit at the close of a day, in the report's currency. */
export interface TaxPrice {
  readonly asset: string
  readonly date: string
  readonly price: string
  /** Where it comes from; printed. */
  readonly source: string
}

/** What a report has to know of an account. What is not said is not guessed: the report lists it. */
export interface AccountFacts {
  readonly name?: string
  /** Who keeps the coins. */
  readonly custody?: "self" | "custodian"
  /** Where the custodian is: two letters of ISO 3166. */
  readonly country?: string
  /** The custodian's own tax number. */
  readonly taxId?: string
  /** United States: what the broker's Form 1099-DA says of sales there. */
  readonly form1099?: "basisReported" | "basisNotReported" | "none"
}

export interface TaxSettings {
  /** Calendar year; in the United Kingdom the year in which the tax year begins. */
  readonly year: number
  readonly method?: Dated<LotMethod>
  readonly layout?: Policy["layout"]
  readonly zone?: string
  /** Choices of contested points, by id. */
  readonly choices?: Readonly<Record<string, string>>
  /** Amounts that the rules ask for, by id. */
  readonly amounts?: Readonly<Record<string, string>>
  readonly accounts?: Readonly<Record<string, AccountFacts>>
  readonly assetAliases?: Readonly<Record<string, string>>
  /** Mexico: the consumer price index by month (`2024-03`). */
  readonly indices?: Readonly<Record<string, string>>
}

export interface TaxInput {
  /** The whole history, valued in the country's currency; also what happened before and after the year. */
  readonly events: ReadonlyArray<LotEvent>
  readonly currency: string
  readonly prices: ReadonlyArray<TaxPrice>
  readonly settings: TaxSettings
  /** What whoever made the events could not settle; printed with what this report finds, and part of its hash. */
  readonly stated?: ReadonlyArray<Unresolved>
}

/** Settings or input that do not fit the country. `whatToDo` says how to get on. */
export class TaxError extends Error {
  override readonly name = "TaxError"
  readonly whatToDo: string

  constructor(message: string, whatToDo: string) {
    super(message)
    this.whatToDo = whatToDo
  }
}
