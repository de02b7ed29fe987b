/**
 * What happened in an account, in words of no exchange. The conformance kit tells its histories in acts, and each
 * simulator writes them down in its exchange's own rows (`SimulatorPackage.rowsOf`).
 *
 * Amounts are printed exactly as they stand here (padding, exponent, thirty digits), codes too. Whatever the ledger says
 * about an act bears the act's own instant.
 */
export interface Money {
  readonly asset: string
  readonly amount: string
}

interface Happened {
  /** Epoch milliseconds. */
  readonly at: number
  /** The act's id at the exchange, or what that is made from where ids look otherwise. The same id in two lists stays the same. */
  readonly id: string
  /** The manifest's first wallet if absent. */
  readonly wallet?: string
}

export interface Deposit extends Happened {
  readonly act: "deposit"
  readonly got: Money
  /** Who sent it: personal data wherever the exchange prints it. */
  readonly person?: string
  /** Still under way, or never to come: no balance and no ledger has it, and lists of deposits may show it. Absent: it arrived. */
  readonly state?: "pending" | "failed"
}

export interface Withdrawal extends Happened {
  readonly act: "withdrawal"
  readonly gave: Money
  /** Leaves in addition to `gave`. */
  readonly fee?: Money
  readonly person?: string
}

/** Amounts are unsigned; `side` says which of them leaves. */
export interface Fill extends Happened {
  readonly act: "fill"
  readonly side: "buy" | "sell"
  readonly base: Money
  readonly quote: Money
  readonly fee?: Money
  /** The list shows the fee's row before that of its trade, where a fee has one of its own. */
  readonly feeFirst?: boolean
}

/** A bare line of the ledger: a reward, a correction, or an operation nobody has written down. */
export interface Credit extends Omit<Happened, "id"> {
  readonly act: "credit"
  /** `null`: the exchange prints none. */
  readonly id: string | null
  readonly got: Money
  /** The exchange's word for it; one it knows if absent. */
  readonly operation?: string
}

/** A line of the ledger that nobody can read. It moves nothing. */
export interface Unreadable extends Happened {
  readonly act: "unreadable"
}

export type Act = Deposit | Withdrawal | Fill | Credit | Unreadable
