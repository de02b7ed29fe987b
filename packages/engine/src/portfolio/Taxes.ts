/** A country's tax report on what the ledger says. */
import type { Country, TaxReport, TaxSettings } from "@caudal/accounting"
import { Context, type Effect } from "effect"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import type { PortfolioNotFound } from "../ledger/Ledger.ts"
import type { SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"

export interface TaxRequest {
  readonly country: Country
  /** `year`: the calendar year; in the United Kingdom the year in which the tax year begins. */
  readonly settings: TaxSettings
}

export interface TaxAnswer {
  /** Coins go by their symbols, accounts by `exchange:account`. Every gap of the ledger is among `unresolved`. */
  readonly report: TaxReport
  /** SHA-256, in hex, over the rows, identities and prices that the events were read from. */
  readonly ledgerHash: string
  readonly projectionVersion: number
}

export class Taxes extends Context.Service<
  Taxes,
  {
    /** The same ledger, prices, rules and settings give the same report, to the byte. */
    readonly report: (
      owner: OwnerId,
      portfolio: PortfolioId,
      request: TaxRequest
    ) => Effect.Effect<TaxAnswer, PortfolioNotFound | SettingsRefused | UnknownTimeZone>
  }
>()("@caudal/engine/portfolio/Taxes") {}
