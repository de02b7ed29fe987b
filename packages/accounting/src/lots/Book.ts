/** What a fold writes down, in columns of scaled integers; {@link Report} turns them into text when they are read. */
import type { Entry } from "./Entry.ts"
import type { Ledger } from "./Ledger.ts"
import type { Lot, LotName } from "./Lot.ts"
import { keyOf } from "./InventoryKey.ts"
import type { Policy } from "./Policy.ts"
import type { TakenFrom } from "./KnownFirst.ts"

/** Which rule chose the units of a slice. */
export type Rule = "fifo" | "lifo" | "hifo" | "lofo" | "average" | "named" | "same-day" | "30-day" | "s104" | "acb" | "missing"

/** Units of a disposal from one place. */
export interface Slice {
  readonly rule: Rule
  /** Null where units have no lot: pooled, or missing. */
  readonly lot: LotName | null
  /** The entry whose units a matching rule took (same-day, 30-day). */
  readonly match: Entry | null
  readonly quantity: bigint
  /** Null: unknown. */
  readonly cost: bigint | null
  /** The pool that the units were taken from as it was before, and how many of its units they were (UK_S104, CA_ACB). */
  readonly pool?: TakenFrom
}

/** Units on which a superficial loss hangs (CA_ACB): sold, bought in the days around, held at their end. */
export interface DeniedBy {
  readonly sold: bigint
  readonly bought: bigint
  readonly held: bigint
}

export interface Sale {
  readonly entry: Entry
  /** Further events of the day that count as one disposal with it; in order. */
  readonly further: ReadonlyArray<Entry>
  readonly asset: number
  readonly quantity: bigint
  /** Null: unknown. */
  readonly proceeds: bigint | null
  readonly slices: ReadonlyArray<Slice>
  /** Of `quantity`: given away on a day of sales, which counts as given for what it cost. Absent: none. */
  readonly given?: bigint
  /** Part of a loss that may not be counted (superficial), as a positive amount. */
  readonly denied: bigint
  readonly deniedBy?: DeniedBy
}

/** Units that are still there. */
export interface Rest {
  readonly asset: number
  /** Null where one inventory spans all accounts. */
  readonly account: number | null
  /** Null: a pool. */
  readonly lot: Lot | null
  readonly quantity: bigint
  readonly cost: bigint | null
}

export interface Finding {
  readonly entry: Entry
  readonly code: "INSUFFICIENT_LOTS" | "MISSING_BASIS" | "SPECIFIC_LOT_UNAVAILABLE" | "MISSING_VALUE"
  readonly asset: number
  readonly missing: bigint | null
}

/** The state of a pool after an event (CA_ACB), or at the end of a day with events, whose last it names (UK_S104). */
export interface PoolStep {
  readonly entry: Entry
  readonly asset: number
  readonly gain: bigint | null
  readonly denied: bigint
  readonly cost: bigint
  readonly costAfterSale: bigint | null
  readonly quantity: bigint
  /** Units of unknown cost among them: they are in no cost. */
  readonly unknown: bigint
}

/**
 * Value that came in or went out of one asset (in one account, where lots are kept by account) beside disposals; every
 * amount is known, what is not known is counted in `unvalued`.
 */
export interface Flows {
  /** Cost of what was bought, opened, forked or carried in from another account or asset, with capitalised fees. */
  acquired: bigint
  /** Value of income at receipt. */
  income: bigint
  /** Fees of purchases and sales that are in no cost and lessen no proceeds. */
  feesExpensed: bigint
  /** Cost of what left with its basis and without a gain: given away, or carried to another account or asset. */
  givenAway: bigint
  /** Events whose value or basis nobody knows. */
  unvalued: number
}

export interface Book {
  readonly ledger: Ledger
  readonly policy: Policy
  readonly sales: Array<Sale>
  readonly rests: Array<Rest>
  readonly findings: Array<Finding>
  readonly steps: Array<PoolStep>
  readonly incomes: Array<Entry>
  /** By asset and, where the policy's scope is the account throughout, account. */
  readonly flows: Map<number, Flows>
}

export const flowsOf = ({ policy, flows }: Book, asset: number, account: number): Flows => {
  const key = keyOf(asset, policy.scope === "account" ? account : 0)
  const known = flows.get(key)
  if (known !== undefined) return known
  const fresh = { acquired: 0n, income: 0n, feesExpensed: 0n, givenAway: 0n, unvalued: 0 }
  flows.set(key, fresh)
  return fresh
}
