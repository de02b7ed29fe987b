/** How a book is kept. Every choice that a tax regime could make otherwise is a field, never a silent default in code. */
import type { LongTerm } from "../time/Term.ts"

export type LotMethod = "FIFO" | "LIFO" | "HIFO" | "LOFO" | "AVERAGE" | "SPECIFIC"

/** Methods that match a disposal with what comes later too, and therefore hold for the whole book. */
export type PoolMethod = "UK_S104" | "CA_ACB"

export type Scope = "global" | "account"

/** One value for all time, or values that hold from a civil date on (in `dayBoundary`); the first also holds before its date. */
export type Dated<A> = A | ReadonlyArray<{ readonly from: string; readonly value: A }>

export interface Policy {
  readonly method: Dated<LotMethod> | PoolMethod
  /**
   * `global`: all accounts form one inventory. On a change to `account` the open lots are laid into the accounts by what
   * each holds then: first the lots that came in there, then the oldest of the rest; quantity, basis and dates are kept.
   */
  readonly scope: Dated<Scope>
  /**
   * On a change from `global` to `account`: units that somebody chose for an account, before the rule above lays the rest
   * (United States, Rev. Proc. 2024-28: specific unit allocation). What is chosen and is not there is in `errors`.
   */
  readonly layout: ReadonlyArray<{ readonly asset: string; readonly account: string; readonly lot: string; readonly quantity: string }>
  /** A fee on a buy is part of the cost, or an expense of its own. */
  readonly acquisitionFee: "capitalise" | "expense"
  /** A fee on a sale lessens the proceeds, is an expense, or (paid in the sold asset) lets units leave without proceeds. */
  readonly disposalFee: "deduct" | "expense" | "unitsNoProceeds"
  /** Units that pay for an own transfer are disposed of at their value, or leave without proceeds. */
  readonly transferFee: "dispose" | "noProceeds"
  /**
   * More goes out than is known to have come in: `unknown` books the sale with cost and gain unknown for that part;
   * `zero` books it with no cost; `error` does not book the sale. All three say so in `errors`.
   */
  readonly missingBasis: "unknown" | "zero" | "error"
  /**
   * A lot that a sale names does not hold what is asked of it: `fallBack` takes what it holds, and the rest as units that nobody
   * named; `error` does not book the sale. Both say so in `errors`.
   */
  readonly unavailableLot: "error" | "fallBack"
  readonly longTerm: LongTerm
  /** What "highest cost" compares: cost of a unit with its fee, or its price without. */
  readonly hifoKey: "unitCost" | "unitPriceExFee"
  readonly conversion: "taxable" | "carryBasis"
  /** A gift is a disposal at its value, or leaves with its basis and without a gain. */
  readonly gifts: "disposedAtMarketValue" | "noGain"
  /** Other names of an asset: `{ "USDC.e": "USDC" }`. */
  readonly assetAliases: Readonly<Record<string, string>>
  /** Zone whose days count: same day, thirty days, years, anniversaries. */
  readonly dayBoundary: string
  /** Days before and after a loss in which a purchase denies it (CA_ACB); null: losses are never denied. */
  readonly superficialLossDays: number | null
}

export const defaultPolicy: Policy = {
  method: "FIFO",
  scope: "global",
  layout: [],
  acquisitionFee: "capitalise",
  disposalFee: "deduct",
  transferFee: "dispose",
  missingBasis: "unknown",
  unavailableLot: "fallBack",
  longTerm: "moreThanOneYear",
  hifoKey: "unitCost",
  conversion: "taxable",
  gifts: "disposedAtMarketValue",
  assetAliases: {},
  dayBoundary: "UTC",
  superficialLossDays: 30
}

/** The policy asks for something that does not exist or does not go together. */
export class PolicyError extends Error {
  override readonly name = "PolicyError"
}

export const isPoolMethod = (method: Policy["method"]): method is PoolMethod => method === "UK_S104" || method === "CA_ACB"
