/** What the ledger means for performance: by civil day, which units moved where and why. No price and no currency is in it. */
import type { AssetRef } from "../assets/Asset.ts"
import type { LotGapCode } from "../portfolio/LotProjection.ts"

/** Rises with every change that makes other days of the same rows. */
export const flowProjectionVersion = 4

/** Units that left one account of the owner and have not arrived at the other yet. */
export const inTransit = "in transit"

/** Units of one asset in one account on one day, as the kinds of movement that they were; above zero came in. */
export interface DayMove {
  readonly day: number
  /** Their sum: the change of the position. */
  readonly net: bigint
  /** From outside or to it: a flow of every scope. */
  readonly external: bigint
  /** From or to another own account: a flow of accounts and exchanges, none of the portfolio. */
  readonly transfer: bigint
  /** Rewards, interest and whatever else was given for holding. A return, no flow. */
  readonly income: bigint
  /** Paid for something that is no trade. A cost, no flow. */
  readonly fee: bigint
  /** Paid for a trade: part of what was bought cost, or taken off what a sale fetched. */
  readonly tradeFee: bigint
  /** Given back on a trade. */
  readonly rebate: bigint
  /** One asset for another. */
  readonly traded: bigint
  /** Each of them with its instant. */
  readonly times: TimedMove | null
  /** How many of them were external or transfers. */
  readonly flows: number
}

/** When in its day units moved. A list that only grows, newest first: whoever holds it holds what was there then. */
export interface TimedMove {
  /** Epoch milliseconds. */
  readonly at: number
  readonly kind: MoveKind
  readonly units: bigint
  /** -1: such a move was taken out again. */
  readonly sign: 1 | -1
  readonly before: TimedMove | null
}

export type MoveKind = Exclude<keyof DayMove, "day" | "net" | "times" | "flows">

export const moveKinds = [
  "external",
  "transfer",
  "income",
  "fee",
  "tradeFee",
  "rebate",
  "traded"
] as const satisfies ReadonlyArray<MoveKind>

/** What one asset in one account did, by day; a day without movement has no entry. */
export interface FlowColumn {
  /** `exchange:account`, or {@link inTransit}. */
  readonly account: string
  readonly moves: ReadonlyArray<DayMove>
}

export interface FlowAsset {
  readonly identity: AssetRef
  /** Decimals of the units. */
  readonly scale: number
  /** By account. */
  readonly columns: ReadonlyArray<FlowColumn>
  /** Those that gave it, got it, or paid for it, by day: each stands with every asset that it touches. */
  readonly trades: ReadonlyArray<DayTrade>
}

/** All trades of one day and account that gave one asset for another. */
export interface DayTrade {
  readonly day: number
  readonly account: string
  /** Asset ids. */
  readonly given: string
  readonly got: string
  readonly givenUnits: bigint
  /** Less fees taken from it. */
  readonly gotUnits: bigint
  /** Fees paid beside it (below zero) and rebates (above), by asset id and in the order of ids. */
  readonly fees: ReadonlyMap<string, bigint>
}

/** A row, or rows that are one act, of which something is not known; codes as of lots. A missing partner is none: its value is a flow. */
export interface FlowGap {
  readonly code: Extract<LotGapCode, "unknown-asset" | "unmatched-group" | "unclassified">
  readonly asset: string
  readonly day: number
  /** Acts of that asset and day. */
  readonly count: number
}

export interface FlowProjection {
  readonly version: typeof flowProjectionVersion
  /** Whose midnight begins a day. */
  readonly timeZone: string
  /** By asset id, in the order of ids. */
  readonly assets: ReadonlyMap<string, FlowAsset>
  readonly gaps: ReadonlyArray<FlowGap>
  /** First and last day with a movement; null: there is none. */
  readonly span: { readonly first: number; readonly last: number } | null
}
