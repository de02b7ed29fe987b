/** The engine on an embedded SQLite database: one process, one data folder. */
import { Effect, Layer, Stream } from "effect"
import type { Access } from "../../access/Access.ts"
import { layer as accessLayer } from "../../access/accessLayer.ts"
import { layer as assetsLayer } from "../../assets/assetsLayer.ts"
import { layer as booksLayer } from "../../books/booksLayer.ts"
import { layer as openingsLayer } from "../../books/openingsLayer.ts"
import type { ChangingLayer, EngineLayer, EngineOptions, OfflineLayer } from "../../Engine.ts"
import { OneState } from "../../Engine.ts"
import { Exchanges } from "../../Exchanges.ts"
import { Host } from "../../host/Host.ts"
import { Nonces } from "../../host/Nonces.ts"
import { Pacer } from "../../host/Pacer.ts"
import { HistoryFailures } from "../../market/HistoryFailures.ts"
import { WantedInstants } from "../../market/WantedInstants.ts"
import { layer as marketPricesLayer } from "../../market/MarketPrices.ts"
import { layer as priceHistoryLayer } from "../../market/PriceHistory.ts"
import { layer as ledgerLayer } from "../../ledger/ledgerLayer.ts"
import { layer as noticesLayer } from "../../notices/noticesLayer.ts"
import { layer as gainsLayer } from "../../portfolio/gainsLayer.ts"
import { layer as lotBooksLayer } from "../../portfolio/LotBooks.ts"
import { layer as lotChoicesLayer } from "../../portfolio/lotChoicesLayer.ts"
import { layer as portfoliosLayer } from "../../portfolio/portfoliosLayer.ts"
import { layer as ownPricesLayer } from "../../prices/ownPricesLayer.ts"
import { layer as performanceLayer } from "../../returns/performanceLayer.ts"
import { layer as priceBookLayer } from "../../prices/priceBookLayer.ts"
import { layer as taxesLayer } from "../../portfolio/taxesLayer.ts"
import { layer as connectionsLayer } from "../../sync/connectionsLayer.ts"
import { Supervisor } from "../../sync/Supervisor.ts"
import { sha256 } from "../../vault/digest.ts"
import { Vault } from "../../vault/Vault.ts"
import type { EngineStartError } from "../../StartError.ts"
import { ArchiveStore } from "../ArchiveStore.ts"
import { AssetStore } from "../AssetStore.ts"
import { BookStore } from "../BookStore.ts"
import { ChangeReader } from "../ChangeReader.ts"
import { ConnectionStore } from "../ConnectionStore.ts"
import { EventReader } from "../EventReader.ts"
import { EventWriter } from "../EventWriter.ts"
import { LotChoiceStore } from "../LotChoiceStore.ts"
import type { Maintenance } from "../Maintenance.ts"
import { OpeningStore } from "../OpeningStore.ts"
import { OwnPriceStore } from "../OwnPriceStore.ts"
import { OwnerStore } from "../OwnerStore.ts"
import { PaceStore } from "../PaceStore.ts"
import { PageStore } from "../PageStore.ts"
import { PriceStore } from "../PriceStore.ts"
import { PortfolioStore } from "../PortfolioStore.ts"
import { Projection } from "../Projection.ts"
import { QuoteStore } from "../QuoteStore.ts"
import { Replies } from "../Replies.ts"
import { VaultStore } from "../VaultStore.ts"
import * as Database from "./Database.ts"
import * as FolderLock from "./FolderLock.ts"
import * as LookAt from "./lookAt.ts"
import { layer as maintenanceLayer } from "./maintenanceLayer.ts"

export { makeFolder } from "../makeFolder.ts"
export { databaseFile } from "./Database.ts"
export { isHeld } from "./FolderLock.ts"
export { restore } from "./maintenanceLayer.ts"

const stores = Layer.mergeAll(
  AssetStore.layer,
  BookStore.layer,
  ChangeReader.layer,
  ConnectionStore.layer,
  EventReader.layer,
  LotChoiceStore.layer,
  OpeningStore.layer,
  OwnPriceStore.layer,
  OwnerStore.layer,
  PaceStore.layer,
  PriceStore.layer,
  PortfolioStore.layer,
  Projection.layer,
  QuoteStore.layer,
  VaultStore.layer,
  PageStore.layer.pipe(Layer.provide(EventWriter.layer))
).pipe(Layer.provideMerge(ArchiveStore.layer))

const questions = (options: EngineOptions) =>
  Layer.mergeAll(gainsLayer, lotChoicesLayer, taxesLayer).pipe(
    Layer.provide(lotBooksLayer(sha256)),
    Layer.provideMerge(
      Layer.mergeAll(accessLayer, booksLayer, noticesLayer, performanceLayer(sha256), portfoliosLayer, maintenanceLayer(options.dataDir))
    ),
    Layer.provideMerge(Layer.mergeAll(ledgerLayer, priceBookLayer(sha256), ownPricesLayer)),
    Layer.provideMerge(Layer.mergeAll(assetsLayer, HistoryFailures.layer, WantedInstants.layer))
  )

/** Takes the folder, opens the database, unlocks the vault, resumes every sync. */
export const engineLayer = (options: EngineOptions): EngineLayer => {
  const locked = Layer.effectDiscard(Effect.andThen(Database.prepareFolder(options.dataDir), FolderLock.acquire(options.dataDir)))
  const database = Database.layer(options.dataDir, "serve").pipe(Layer.provide(locked))
  const foundation = Layer.mergeAll(stores, Exchanges.layer(options.adapters)).pipe(Layer.provideMerge(database))
  const transport = Host.layer(options).pipe(Layer.provide(Layer.mergeAll(Pacer.layer(options.rateScale), Nonces.layer)))
  const supervised = Layer.mergeAll(connectionsLayer, openingsLayer).pipe(Layer.provide(Supervisor.layer(options.rateScale)))
  const syncing = Layer.mergeAll(supervised, marketPricesLayer, priceHistoryLayer(options.rateScale)).pipe(
    Layer.provide(Layer.mergeAll(transport, Vault.layer(options)))
  )
  const oneState = Layer.succeed(OneState, {
    // the engine's own layers of the same name must not be taken for it
    read: (stream) => Stream.provide(stream, offlineLayer(options), { local: true })
  })
  return Layer.merge(syncing, oneState).pipe(Layer.provideMerge(questions(options)), Layer.provideMerge(foundation))
}

const without = (options: EngineOptions) =>
  questions(options).pipe(Layer.provideMerge(Layer.mergeAll(stores, Exchanges.layer(options.adapters))))

/** For commands that read, with or without a running engine: one state of the data. Changes nothing, needs no key, takes no lock. */
export const offlineLayer = (options: EngineOptions): OfflineLayer =>
  without(options).pipe(Layer.provideMerge(LookAt.layer(options.dataDir, "snapshot")))

/** For commands that change something, also beside a running engine. Needs no key, takes no lock. */
export const changingLayer = (options: EngineOptions): ChangingLayer =>
  without(options).pipe(Layer.provide(Database.layer(options.dataDir, "change")))

/** Public reads alone: neither key nor account, and nothing is synced. */
export const publicReadsLayer = (options: Omit<EngineOptions, "keyFile">): Layer.Layer<Host, EngineStartError> => {
  const locked = Layer.effectDiscard(Effect.andThen(Database.prepareFolder(options.dataDir), FolderLock.acquire(options.dataDir)))
  return Host.layer(options).pipe(
    Layer.provide(Layer.mergeAll(Pacer.layer(options.rateScale), Nonces.layer)),
    Layer.provide(stores),
    Layer.provide(Database.layer(options.dataDir, "serve").pipe(Layer.provide(locked)))
  )
}

/** For backups and health, also of a database that an older Caudal wrote: a copy is wanted most before it is brought up to date. */
export const maintenanceOf = (dataDir: string): Layer.Layer<Maintenance, EngineStartError> =>
  maintenanceLayer(dataDir).pipe(Layer.provide(LookAt.layer(dataDir, "care")))

/** For a look into the archive beside a running engine: reads with the key, takes no lock. */
export const archiveOf = (options: EngineOptions): Layer.Layer<Replies | Access, EngineStartError> =>
  Layer.mergeAll(Replies.layer, accessLayer).pipe(
    Layer.provide(Vault.layer(options)),
    Layer.provide(stores),
    Layer.provide(LookAt.layer(options.dataDir, "snapshot"))
  )
