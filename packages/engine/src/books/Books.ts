/** Whether the books can be proved: ledger sums against what the exchange reports. */
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import type { ConnectionNotFound } from "../sync/Connections.ts"
import type { Opening } from "./Openings.ts"

export type CertificateState = "proved" | "differs" | "unproved" | "unsettled"

/** Half-open `[from, to)`; `null` = open on that side (before the first row, after the last look). */
export interface DifferenceInterval {
  readonly from: number | null
  readonly to: number | null
  /**
   * `row`: one row named by its witness. `witness`: between the rows around unjoined witnesses. `assertion`: between two
   * assertions of the balance: the exchange's reports, and what the owner says was held.
   */
  readonly precision: "row" | "witness" | "assertion"
}

/** `quantity` at `at`, the instant of the first row. */
export interface ImpliedOpening {
  readonly quantity: DecimalText
  readonly at: number
}

export interface CertificateLine {
  readonly wallet: string
  readonly asset: string
  readonly state: CertificateState
  /** Balance before the first row. `null` while it is not known that the account began at zero, and nobody says what it held. */
  readonly opening: DecimalText | null
  /** The owner's word that `opening` rests on; `null` where it is the exchange that shows it, or nobody. */
  readonly asserted: Opening | null
  /** What an assertion would have to say for the line to add up, if no row is missing; `null` where it does, or where that is not known. */
  readonly implied: ImpliedOpening | null
  /** The account is older than the rows that the exchange shows: what it held before them, only its owner can say. */
  readonly older: boolean
  readonly postings: DecimalText
  readonly inFlight: ReadonlyArray<{ readonly groupId: string; readonly amount: DecimalText; readonly at: number }>
  readonly reported: DecimalText | null
  /** reported − (opening + postings + in flight); `null` where a part of it is not known. Where `opening` is null: what it would have to be if no row is missing. */
  readonly difference: DecimalText | null
  readonly interval: DifferenceInterval | null
  /** The likely cause, the reason why nothing can be proved, or whose word the opening is, in words. */
  readonly reason: string | null
}

export interface Certificate {
  readonly connectionId: ConnectionId
  readonly state: CertificateState
  /** For `unproved` e.g. `history begins before 2017-07-26`. `null` for `proved`, unless by openings that the owner asserted. */
  readonly reason: string | null
  readonly issuedAt: number | null
  /** When the exchange reported the balances. */
  readonly balancesAt: number | null
  readonly lines: ReadonlyArray<CertificateLine>
  /** Where the account is older than the history that was given out: when that history begins; `null` otherwise. */
  readonly historyFrom: number | null
  /** Witnesses without partner that should have one. */
  readonly unjoined: number
  readonly quarantined: number
  readonly unrecognised: number
}

/** What a certificate rests on besides the rows and the balances. */
export interface CertificateGrounds {
  /** Why the posting streams do not reach the account's start; `null` when they do. */
  readonly incomplete: string | null
  /** Since when they are known all the same; `null` where they are not. */
  readonly knownFrom: number | null
  /** Why rows may be missing although nothing is left to read; where the sums agree, none are. */
  readonly doubt: string | null
  /** What the exchange shows only for some time, in words: a difference may be from before. */
  readonly unshown: string | null
  /** What the posting streams cannot show, and why: the likely cause of a difference that no witness explains. */
  readonly unseen: string | null
  /** Why the balances could not be read this time; an older report then still counts for what it says. */
  readonly reportMissing: string | null
}

export class Books extends Context.Service<
  Books,
  {
    /** As issued after the last sync; *unproved: not synced yet* before the first one. */
    readonly certificate: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<Certificate, ConnectionNotFound>
  }
>()("@caudal/engine/books/Books") {}
