/** Composes the engine's layers. Two ways in: the running engine, and a look at its data from another process. */
import type { Adapter } from "@caudal/exchange"
import { Context, type Layer, type Stream } from "effect"
import type { Access } from "./access/Access.ts"
import type { Assets } from "./assets/Assets.ts"
import type { Books } from "./books/Books.ts"
import type { Openings } from "./books/Openings.ts"
import type { Exchanges } from "./Exchanges.ts"
import type { Gains } from "./portfolio/Gains.ts"
import type { LotChoices } from "./portfolio/LotChoices.ts"
import type { Taxes } from "./portfolio/Taxes.ts"
import type { Ledger } from "./ledger/Ledger.ts"
import type { Notices } from "./notices/Notices.ts"
import type { OwnPrices } from "./prices/OwnPrices.ts"
import type { PriceBook } from "./prices/PriceBook.ts"
import type { Portfolios } from "./portfolio/Portfolios.ts"
import type { Performance } from "./returns/Performance.ts"
import type { EngineStartError } from "./StartError.ts"
import type { Maintenance } from "./storage/Maintenance.ts"
import type { Snapshot } from "./storage/Snapshot.ts"
import type { Connections } from "./sync/Connections.ts"

export interface EngineOptions {
  readonly adapters: ReadonlyArray<Adapter>
  /** Folder of the database; made with mode 0700 when absent. */
  readonly dataDir: string
  /** File of the key-encryption key, outside `dataDir`; made with mode 0600 when neither it nor a database exists. */
  readonly keyFile: string
  /** Replaces an exchange's origins by exactly this one, by exchange id. */
  readonly exchangeOrigins: Readonly<Record<string, string>>
  /** Divides every rate window and pause. 1 in earnest; anything else only towards loopback. */
  readonly rateScale: number
}

export type EngineServices =
  | Access
  | Assets
  | Books
  | Connections
  | Exchanges
  | Gains
  | Ledger
  | LotChoices
  | Maintenance
  | Notices
  | OneState
  | Openings
  | OwnPrices
  | Performance
  | Portfolios
  | PriceBook
  | Taxes

/** Services that need neither the lock nor the key: safe beside a running engine on the same folder. */
export type ChangingServices =
  | Access
  | Assets
  | Books
  | Exchanges
  | Gains
  | Ledger
  | LotChoices
  | Notices
  | OwnPrices
  | Performance
  | Portfolios
  | PriceBook
  | Taxes

/** The same over a database that cannot be changed by them. */
export type OfflineServices = ChangingServices | Snapshot

export type EngineLayer = Layer.Layer<EngineServices, EngineStartError>
export type ChangingLayer = Layer.Layer<ChangingServices, EngineStartError>
export type OfflineLayer = Layer.Layer<OfflineServices, EngineStartError>

/** A second look at the database of a running engine, which sees nothing of what is written after it began. */
export class OneState extends Context.Service<
  OneState,
  { readonly read: <A, E>(stream: Stream.Stream<A, E, OfflineServices>) => Stream.Stream<A, E | EngineStartError> }
>()("@caudal/engine/OneState") {}
