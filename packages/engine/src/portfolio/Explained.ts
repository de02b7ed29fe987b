/** A figure taken apart until only rows of exchanges and prices are left: each answer explains one, and names those to ask for next. */
import type { ExplanationStep, LotEvent } from "@caudal/accounting"
import type { AssetRef } from "../assets/Asset.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { UsedPrice } from "./LotProjection.ts"

/** An event that a figure rests on, with the rows that it was read from. */
export interface ExplainedEvent {
  readonly id: string
  readonly type: LotEvent["type"]
  readonly at: number
  readonly transactions: ReadonlyArray<Transaction>
}

export interface ExplainedPrice extends Omit<UsedPrice, "asset" | "event"> {
  readonly asset: AssetRef
  /** The event that it made a value for; `null`: it is a day's close. */
  readonly event: string | null
  /** The civil day whose close it is; `null`: it is of the instant of an event. */
  readonly date: string | null
}

/** Which parts of a long sum an explanation lists; what stands before and after them is one amount each. */
export interface ExplainedParts {
  /** The first part listed, from 0 on. */
  readonly offset: number
  readonly limit: number
  /** In all. */
  readonly count: number
}

export interface Explained {
  /** Its path: `disposals/<event>/gain`. */
  readonly figure: string
  /** Decimal text, or a number where the figure is a rate or statistic; `null` where it is unknown. */
  readonly value: string | number | null
  /** Why there is no value. */
  readonly reason: string | null
  /** The last is the figure; empty where there is no value. */
  readonly steps: ReadonlyArray<ExplanationStep>
  /** Ids of lots that it rests on. */
  readonly lots: ReadonlyArray<string>
  readonly events: ReadonlyArray<ExplainedEvent>
  readonly prices: ReadonlyArray<ExplainedPrice>
  /** `null`: everything is listed. */
  readonly parts: ExplainedParts | null
}
