/** What an owner holds, and what it is worth. */
import type { DecimalText } from "@caudal/exchange"
import type { Effect } from "effect"
import { Context } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { ConnectionId, OwnerId, PortfolioId } from "../Ids.ts"
import type { PortfolioNotFound } from "../ledger/Ledger.ts"

export interface PortfolioInfo {
  readonly id: PortfolioId
  readonly name: string
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
  /** `reported`: the exchange's balance list. `ledger`: Σ postings, where balances may not be read. */
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
    readonly list: (owner: OwnerId) => Effect.Effect<ReadonlyArray<PortfolioInfo>>
    readonly get: (owner: OwnerId, id: PortfolioId) => Effect.Effect<PortfolioInfo, PortfolioNotFound>
    /** Non-zero holdings, one for each asset. What an account held when it was disconnected is history, not a holding. */
    readonly holdings: (owner: OwnerId, id: PortfolioId) => Effect.Effect<ReadonlyArray<Holding>, PortfolioNotFound>
    /** Accounts whose holdings are not, or not all, among them. */
    readonly gaps: (owner: OwnerId, id: PortfolioId) => Effect.Effect<ReadonlyArray<Gap>, PortfolioNotFound>
    readonly value: (owner: OwnerId, id: PortfolioId, currency: ValuationCurrency) => Effect.Effect<PortfolioValue, PortfolioNotFound>
    readonly connections: (owner: OwnerId, id: PortfolioId) => Effect.Effect<ReadonlyArray<ConnectionId>, PortfolioNotFound>
  }
>()("@caudal/engine/portfolio/Portfolios") {}
