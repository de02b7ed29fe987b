/** Whether the books can be proved: ledger sums against what the exchange reports. */
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context } from "effect"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import type { ConnectionNotFound } from "../sync/Connections.ts"

export type CertificateState = "proved" | "differs" | "unproved" | "unsettled"

/** Half-open `[from, to)`; `null` = open on that side (before the first row, after the last look). */
export interface DifferenceInterval {
  readonly from: number | null
  readonly to: number | null
  /** `row`: one row named by its witness. `witness`: between the rows around unjoined witnesses. `assertion`: between two balance reports. */
  readonly precision: "row" | "witness" | "assertion"
}

export interface CertificateLine {
  readonly wallet: string
  readonly asset: string
  readonly state: CertificateState
  /** `null` while it is not known that the account began at zero. */
  readonly opening: DecimalText | null
  readonly postings: DecimalText
  readonly inFlight: ReadonlyArray<{ readonly groupId: string; readonly amount: DecimalText; readonly at: number }>
  readonly reported: DecimalText | null
  /** reported − (opening + postings + in flight); `null` where a part of it is not known. Where `opening` is null: what it would have to be if no row is missing. */
  readonly difference: DecimalText | null
  readonly interval: DifferenceInterval | null
  /** The likely cause or the reason why nothing can be proved, in words. */
  readonly reason: string | null
}

export interface Certificate {
  readonly connectionId: ConnectionId
  readonly state: CertificateState
  /** `null` for `proved`; for `unproved` e.g. `history begins before 2017-07-26`. */
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

export class Books extends Context.Service<
  Books,
  {
    /** As issued after the last sync; *unproved: not synced yet* before the first one. */
    readonly certificate: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<Certificate, ConnectionNotFound>
  }
>()("@caudal/engine/books/Books") {}
