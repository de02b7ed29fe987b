/** The seed rules under each owner's corrections. Read for every answer: nothing that could be stale is kept. */
import { Clock, Effect, Layer, Semaphore } from "effect"
import type { OwnerId } from "../Ids.ts"
import { AssetStore, type StoredCorrection } from "../storage/AssetStore.ts"
import { type KnownAsset, spelling } from "./Asset.ts"
import { relations } from "./AssetRelation.ts"
import { type AssetRules, type CodeRule, seedRules } from "./AssetRules.ts"
import {
  type AssetCorrection,
  AssetNotFound,
  Assets,
  CorrectionNotFound,
  CorrectionOverlaps,
  EmptyInterval,
  type KnownRelation,
  type OwnAsset
} from "./Assets.ts"
import { meaningsIn, resolver } from "./resolve.ts"

const ownOf = (stored: ReadonlyArray<StoredCorrection>): ReadonlyArray<KnownAsset> =>
  stored.flatMap(({ own }) => (own === null ? [] : [own]))

/** Named alike, it is the same asset for every code; named otherwise, another one, whatever its symbol. */
const ownIdOf = ({ symbol, name, kind }: OwnAsset, stored: ReadonlyArray<StoredCorrection>): string => {
  const known = ownOf(stored)
  const plain = `own:${symbol.toUpperCase()}`
  const same = known.find((one) => one.symbol === symbol && one.name === name && one.kind === kind)
  return same?.id ?? (known.some(({ id }) => id === plain) ? `${plain}:${kind}:${name}` : plain)
}

const ruleOf = ({ id, exchange, code, from, to, asset }: StoredCorrection): CodeRule => ({
  exchange,
  code,
  from,
  to,
  asset,
  via: `correction:${id}`
})

const rulesWith = (stored: ReadonlyArray<StoredCorrection>): AssetRules => ({
  ...seedRules,
  assets: new Map([...seedRules.assets, ...ownOf(stored).map((asset) => [asset.id, asset] as const)])
})

const knownRelations: ReadonlyArray<KnownRelation> = relations.flatMap(({ from, to, ...rest }) => {
  const [before, after] = [seedRules.assets.get(from), seedRules.assets.get(to)]
  return before === undefined || after === undefined ? [] : [{ ...rest, from: before, to: after }]
})

const start = (from: number | null) => from ?? Number.NEGATIVE_INFINITY
const end = (to: number | null) => to ?? Number.POSITIVE_INFINITY

export const layer = Layer.effect(
  Assets,
  Effect.gen(function* () {
    const store = yield* AssetStore
    const stored = (owner: OwnerId) => store.all(owner).pipe(Effect.orDie)
    // Two corrections at once must not both find the interval free.
    const oneAtATime = (yield* Semaphore.make(1)).withPermits(1)

    const correctionsOf = Effect.fnUntraced(function* (owner: OwnerId) {
      const all = yield* stored(owner)
      const { assets } = rulesWith(all)
      // An asset that a later version of the data no longer knows leaves its corrections without effect.
      return all.flatMap(({ asset: id, own, ...rest }): ReadonlyArray<AssetCorrection> => {
        const asset = own ?? assets.get(id)
        return asset === undefined ? [] : [{ ...rest, asset }]
      })
    })

    const one = Effect.fnUntraced(function* (owner: OwnerId, id: AssetCorrection["id"]) {
      return (yield* correctionsOf(owner)).find((correction) => correction.id === id) ?? (yield* new CorrectionNotFound())
    })

    return Assets.of({
      relations: knownRelations,
      resolver: (owner) => Effect.map(stored(owner), (all) => resolver(rulesWith(all), all.map(ruleOf))),
      meanings: (owner) => Effect.map(stored(owner), (all) => meaningsIn(rulesWith(all), all.map(ruleOf))),
      known: (owner) =>
        Effect.map(stored(owner), (all) =>
          [...rulesWith(all).assets.values()].sort((a, b) =>
            a.symbol === b.symbol ? (a.id < b.id ? -1 : 1) : a.symbol < b.symbol ? -1 : 1
          )
        ),
      corrections: correctionsOf,
      correction: one,
      correct: (owner, { asset, ...wanted }) =>
        oneAtATime(
          Effect.gen(function* () {
            if (start(wanted.from) >= end(wanted.to)) return yield* new EmptyInterval()
            const all = yield* stored(owner)
            const touching = all.filter(
              (other) =>
                other.exchange === wanted.exchange &&
                spelling(other.code) === spelling(wanted.code) &&
                start(other.from) < end(wanted.to) &&
                start(wanted.from) < end(other.to)
            )
            const same = touching.find((other) => other.from === wanted.from && other.to === wanted.to)
            const others = all.filter((one) => one !== same)
            const id = typeof asset === "string" ? asset : ownIdOf(asset, others)
            const own = typeof asset === "string" ? null : { ...asset, id }
            if (own === null && !rulesWith(all).assets.has(id)) return yield* new AssetNotFound({ asset: id })
            const other = touching.find((one) => one !== same)
            if (other !== undefined) return yield* new CorrectionOverlaps({ correction: other.id })
            const correctedAt = yield* Clock.currentTimeMillis
            const put = yield* store.put(owner, { ...wanted, asset: id, own, correctedAt }, same?.id ?? null).pipe(Effect.orDie)
            return yield* one(owner, put).pipe(Effect.orDie)
          })
        ),
      remove: Effect.fnUntraced(function* (owner, id) {
        if (!(yield* store.remove(owner, id).pipe(Effect.orDie))) return yield* new CorrectionNotFound()
      })
    })
  })
)
