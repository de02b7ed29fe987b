/** The price book over the store. */
import { Effect, Layer } from "effect"
import { relations } from "../assets/AssetRelation.ts"
import type { Assets } from "../assets/Assets.ts"
import type { Exchanges } from "../Exchanges.ts"
import type { OwnPriceStore } from "../storage/OwnPriceStore.ts"
import { PriceStore } from "../storage/PriceStore.ts"
import { loadSeries } from "./loadSeries.ts"
import { makeLookup } from "./makeLookup.ts"
import { mostCarriedDaysByDefault, PriceBook } from "./PriceBook.ts"

/** `sha256` is given: digests are made in one place of the engine, and this is not it. */
export const layer = (sha256: (text: string) => string) =>
  Layer.effect(
    PriceBook,
    Effect.gen(function* () {
      const context = yield* Effect.context<Assets | Exchanges | PriceStore | OwnPriceStore>()
      const store = yield* PriceStore
      return PriceBook.of({
        mark: (owner) => store.mark(owner).pipe(Effect.orDie),
        load: (owner, { mostCarriedDays = mostCarriedDaysByDefault, moneyRate = "official", ...request }) =>
          loadSeries(owner, { ...request, mostCarriedDays }).pipe(
            Effect.provide(context),
            Effect.orDie,
            Effect.map((found) => makeLookup({ ...found, currency: request.currency, relations, sha256, mostCarriedDays, moneyRate }))
          )
      })
    })
  )
