/** The price book over the store. */
import { Effect, Layer } from "effect"
import { relations } from "../assets/AssetRelation.ts"
import type { Assets } from "../assets/Assets.ts"
import type { Exchanges } from "../Exchanges.ts"
import type { OwnPriceStore } from "../storage/OwnPriceStore.ts"
import type { PriceStore } from "../storage/PriceStore.ts"
import { loadSeries } from "./loadSeries.ts"
import { makeLookup } from "./makeLookup.ts"
import { mostCarriedDaysByDefault, PriceBook } from "./PriceBook.ts"

/** `sha256` is given: digests are made in one place of the engine, and this is not it. */
export const layer = (sha256: (text: string) => string) =>
  Layer.effect(
    PriceBook,
    Effect.gen(function* () {
      const context = yield* Effect.context<Assets | Exchanges | PriceStore | OwnPriceStore>()
      return PriceBook.of({
        load: (owner, { mostCarriedDays = mostCarriedDaysByDefault, moneyRate = "official", ...request }) =>
          loadSeries(owner, { ...request, mostCarriedDays }).pipe(
            Effect.provide(context),
            Effect.orDie,
            Effect.map(({ series, money }) =>
              makeLookup({ currency: request.currency, series, relations, sha256, money, mostCarriedDays, moneyRate })
            )
          )
      })
    })
  )
