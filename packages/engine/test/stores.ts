/** The stores on a real SQLite file of their own, without an engine. */
import { Layer, ManagedRuntime } from "effect"
import { SqlClient } from "effect/sql"
import { ArchiveStore } from "../src/storage/ArchiveStore.ts"
import { BookStore } from "../src/storage/BookStore.ts"
import { ChangeReader } from "../src/storage/ChangeReader.ts"
import { ConnectionStore } from "../src/storage/ConnectionStore.ts"
import { EventReader } from "../src/storage/EventReader.ts"
import { EventWriter } from "../src/storage/EventWriter.ts"
import { LotChoiceStore } from "../src/storage/LotChoiceStore.ts"
import { OpeningStore } from "../src/storage/OpeningStore.ts"
import { OwnerStore } from "../src/storage/OwnerStore.ts"
import { PaceStore } from "../src/storage/PaceStore.ts"
import { PageStore } from "../src/storage/PageStore.ts"
import { PriceStore } from "../src/storage/PriceStore.ts"
import { PortfolioStore } from "../src/storage/PortfolioStore.ts"
import { QuoteStore } from "../src/storage/QuoteStore.ts"
import * as Database from "../src/storage/sqlite/Database.ts"
import { VaultStore } from "../src/storage/VaultStore.ts"
import { mkdirSync } from "node:fs"

/** Every store over the database of a folder; the folder is made, no lock is taken. */
export const storesLayer = (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true })
  return Layer.mergeAll(
    BookStore.layer,
    ChangeReader.layer,
    ConnectionStore.layer,
    EventReader.layer,
    LotChoiceStore.layer,
    OpeningStore.layer,
    OwnerStore.layer,
    PaceStore.layer,
    PriceStore.layer,
    PortfolioStore.layer,
    QuoteStore.layer,
    VaultStore.layer,
    EventWriter.layer,
    PageStore.layer.pipe(Layer.provide(EventWriter.layer))
  ).pipe(Layer.provideMerge(ArchiveStore.layer), Layer.provideMerge(Database.layer(dataDir, "serve")))
}

export const openStores = (dataDir: string) => ManagedRuntime.make(storesLayer(dataDir))

export { SqlClient }
