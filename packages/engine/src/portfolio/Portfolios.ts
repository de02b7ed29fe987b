/** What an owner holds, and what it is worth. */
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import type { PortfolioNotFound, PrintedSpan } from "../ledger/Ledger.ts"
import type { ConnectionNotFound } from "../sync/Connections.ts"

export interface PortfolioInfo {
  readonly id: PortfolioId
  readonly name: string
  /** Shows every connection and cannot be deleted. */
  readonly isDefault: boolean
}

/** How many portfolios an owner may have, the default one included. */
export const mostPortfolios = 50
/** Characters of a name, without the spaces around it. */
export const longestPortfolioName = 80

export class PortfolioNameInvalid extends Schema.TaggedError<PortfolioNameInvalid>()("PortfolioNameInvalid", {}) {
  override get message() {
    return `A portfolio's name takes 1 to ${longestPortfolioName} characters on one line.`
  }
}
export class PortfolioNameTaken extends Schema.TaggedError<PortfolioNameTaken>()("PortfolioNameTaken", {}) {
  override get message() {
    return "Another portfolio has this name."
  }
}
export class TooManyPortfolios extends Schema.TaggedError<TooManyPortfolios>()("TooManyPortfolios", {}) {
  override get message() {
    return `There are ${mostPortfolios} portfolios already.`
  }
}
export class PortfolioIsDefault extends Schema.TaggedError<PortfolioIsDefault>()("PortfolioIsDefault", {}) {
  override get message() {
    return "The default portfolio shows every connection and cannot be deleted."
  }
}

export interface HoldingPart {
  readonly connectionId: ConnectionId
  readonly exchange: string
  readonly wallet: string
  /** The code as the exchange prints it. */
  readonly asset: string
  readonly total: DecimalText
  readonly available: DecimalText | null
  readonly locked: DecimalText | null
  /** `reported`: the exchange's balance list. `ledger`: opening + Σ postings, where balances may not be read. */
  readonly source: "reported" | "ledger"
  readonly at: number
}

/** One asset over all its parts, which may print it under different codes. */
export interface Holding {
  /** A code that one of the parts prints; `identity` says what it is. */
  readonly asset: string
  readonly identity: AssetRef
  /** Every code that a part prints. */
  readonly codes: ReadonlyArray<string>
  readonly total: DecimalText
  /** `null` where a part only knows its total. */
  readonly available: DecimalText | null
  readonly locked: DecimalText | null
  readonly parts: ReadonlyArray<HoldingPart>
}

export interface PriceStep {
  readonly market: string
  readonly exchange: string
  readonly from: string
  readonly to: string
  readonly rate: DecimalText
  /** When the exchange was asked (its own ticker stamp is the reply time and says nothing about freshness). */
  readonly at: number
}

export interface Valuation {
  readonly asset: string
  readonly identity: AssetRef
  readonly quantity: DecimalText
  readonly currency: string
  /** `null` = unavailable; `reason` says why. Never zero for unknown. */
  readonly value: DecimalText | null
  readonly price: DecimalText | null
  /** The markets the price went through; empty when the asset is the currency. */
  readonly path: ReadonlyArray<PriceStep>
  readonly reason: string | null
}

/** An account whose holdings are not, or not all, known. */
export interface Gap {
  readonly connectionId: ConnectionId
  /** Why, in words. */
  readonly reason: string
}

export interface PortfolioValue {
  readonly currency: string
  readonly currencyIdentity: AssetRef
  /** Sum of what can be valued; `null` when nothing can. */
  readonly total: DecimalText | null
  /** `false` when at least one holding has no price, or an account's holdings are not known: the total is then a part, not the whole. */
  readonly complete: boolean
  /** Accounts whose holdings are not, or not all, known. */
  readonly gaps: ReadonlyArray<Gap>
  readonly holdings: ReadonlyArray<Valuation>
  /** Age of the oldest quote used, as an instant. */
  readonly oldestQuoteAt: number | null
}

/** Currencies that a portfolio can be valued in, and lots be kept in: each is an asset. */
export const valuationCurrencies = ["mxn", "usd", "btc", "gbp", "eur", "cad", "brl", "ars", "cop"] as const
export type ValuationCurrency = (typeof valuationCurrencies)[number]

export class Portfolios extends Context.Service<
  Portfolios,
  {
    /** The default one first, then in the order in which they were made. */
    readonly list: (owner: OwnerId) => Effect.Effect<ReadonlyArray<PortfolioInfo>>
    readonly get: (owner: OwnerId, id: PortfolioId) => Effect.Effect<PortfolioInfo, PortfolioNotFound>
    /** Non-zero holdings, one for each asset. What an account held when it was disconnected is history, not a holding. */
    readonly holdings: (owner: OwnerId, id: PortfolioId) => Effect.Effect<ReadonlyArray<Holding>, PortfolioNotFound>
    /** Accounts whose holdings are not, or not all, among them. */
    readonly gaps: (owner: OwnerId, id: PortfolioId) => Effect.Effect<ReadonlyArray<Gap>, PortfolioNotFound>
    /** How its ledger prints these assets, given by id, symbol or printed code in any case: each code where and when it stood for one. */
    readonly printed: (
      owner: OwnerId,
      id: PortfolioId,
      assets: ReadonlyArray<string>
    ) => Effect.Effect<ReadonlyArray<PrintedSpan>, PortfolioNotFound>
    readonly value: (owner: OwnerId, id: PortfolioId, currency: ValuationCurrency) => Effect.Effect<PortfolioValue, PortfolioNotFound>
    readonly connections: (owner: OwnerId, id: PortfolioId) => Effect.Effect<ReadonlyArray<ConnectionId>, PortfolioNotFound>
    /** The connection that is counted in place of this one, because both turned out to be to one account; `null`: none. */
    readonly duplicateOf: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ConnectionId | null>
    /** Which portfolios show a connection: the default one, and those it was put into. */
    readonly showing: (owner: OwnerId, connection: ConnectionId) => Effect.Effect<ReadonlyArray<PortfolioInfo>, ConnectionNotFound>
    /** Idempotent: the same name again, in any case, gives the same portfolio, and adds these connections to it. */
    readonly create: (
      owner: OwnerId,
      name: string,
      connections: ReadonlyArray<ConnectionId>
    ) => Effect.Effect<PortfolioInfo, PortfolioNameInvalid | TooManyPortfolios | ConnectionNotFound>
    readonly rename: (
      owner: OwnerId,
      id: PortfolioId,
      name: string
    ) => Effect.Effect<PortfolioInfo, PortfolioNotFound | PortfolioNameInvalid | PortfolioNameTaken>
    /** Gives the portfolio that shows its connections from now on: `heir`, or the default one. Connections and history stay. */
    readonly remove: (
      owner: OwnerId,
      id: PortfolioId,
      heir: PortfolioId | null
    ) => Effect.Effect<PortfolioInfo, PortfolioNotFound | PortfolioIsDefault>
    /** Shows a connection in these portfolios, in the default one, and in no other. */
    readonly place: (
      owner: OwnerId,
      connection: ConnectionId,
      portfolios: ReadonlyArray<PortfolioId>
    ) => Effect.Effect<void, ConnectionNotFound | PortfolioNotFound>
  }
>()("@caudal/engine/portfolio/Portfolios") {}
