/** Keys of rows. Every repository call takes an owner: nothing can be read or written across owners by a forgotten filter. */
import { Brand } from "effect"

export type OwnerId = Brand.Branded<number, "OwnerId">
export const OwnerId = Brand.nominal<OwnerId>()

export type ConnectionId = Brand.Branded<number, "ConnectionId">
export const ConnectionId = Brand.nominal<ConnectionId>()

export type PortfolioId = Brand.Branded<number, "PortfolioId">
export const PortfolioId = Brand.nominal<PortfolioId>()

/** Key of a ledger event inside its connection. */
export type EventSeq = Brand.Branded<number, "EventSeq">
export const EventSeq = Brand.nominal<EventSeq>()

export type AssetCorrectionId = Brand.Branded<number, "AssetCorrectionId">
export const AssetCorrectionId = Brand.nominal<AssetCorrectionId>()

/** Key of a price that an owner has set. */
export type OwnPriceId = Brand.Branded<number, "OwnPriceId">
export const OwnPriceId = Brand.nominal<OwnPriceId>()
