/** What the ledgers need, as the store has it now, and after it what somebody wants to know of instants inside of days. */
import { Clock, Effect } from "effect"
import { Assets } from "../assets/Assets.ts"
import { Exchanges } from "../Exchanges.ts"
import { OwnerId } from "../Ids.ts"
import { PriceStore } from "../storage/PriceStore.ts"
import { QuoteStore } from "../storage/QuoteStore.ts"
import { historyNeeds, type NeedInput } from "./historyNeeds.ts"
import { instantNeeds } from "./instantNeeds.ts"
import { WantedInstants } from "./WantedInstants.ts"

/** What needs are made of. `null`: of every owner, by the rules alone. */
export const readNeedInput = Effect.fnUntraced(function* (owner: OwnerId | null) {
  const assets = yield* Assets
  const exchanges = yield* Exchanges
  const prices = yield* PriceStore
  const quotes = yield* QuoteStore
  const seen = yield* prices.seen(owner)
  const whose = owner ?? OwnerId(0)
  const resolve = yield* assets.resolver(whose)
  const money = new Set((yield* assets.known(whose)).flatMap(({ id, kind }) => (kind === "fiat" ? [id] : [])))
  const markets = yield* Effect.forEach(exchanges.all, ({ manifest: { id } }) => Effect.map(quotes.all(id), (all) => [id, all] as const))
  const now = yield* Clock.currentTimeMillis
  return { adapters: exchanges.all, markets: new Map(markets), seen, resolve, money, now } satisfies NeedInput
})

export const readNeeds = Effect.fnUntraced(function* (owner: OwnerId | null) {
  const wanted = (yield* WantedInstants).of(owner)
  const input = yield* readNeedInput(owner)
  return [...historyNeeds(input), ...(wanted.length === 0 ? [] : instantNeeds(input)(wanted))]
})
