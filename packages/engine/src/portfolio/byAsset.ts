/** Holdings from their parts: what is one asset is one line, whatever each exchange prints for it. Pure. */
import { Decimal } from "@caudal/exchange"
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { Holding, HoldingPart } from "./Portfolios.ts"

const sumOrNull = (amounts: ReadonlyArray<Decimal.Decimal | null>): Decimal.Decimal | null =>
  amounts.includes(null) ? null : Decimal.sum(amounts as ReadonlyArray<Decimal.Decimal>)

interface Resolved {
  readonly part: HoldingPart
  readonly identity: AssetRef
}

/** The asset itself rather than a claim on it stands for the line. */
const plainest = (group: ReadonlyArray<Resolved>): Resolved => group.find(({ identity }) => identity.kind !== "receipt") ?? group[0]!

export const byAsset = (parts: ReadonlyArray<HoldingPart>, resolve: Resolve): ReadonlyArray<Holding> =>
  [
    ...Map.groupBy(
      parts.map((part): Resolved => ({ part, identity: resolve({ exchange: part.exchange, code: part.asset, at: part.at }) })),
      ({ identity }) => identity.id
    ).values()
  ]
    .map((group): Holding => {
      const { part, identity } = plainest(group)
      const own = group.map((each) => each.part)
      return {
        asset: part.asset,
        identity,
        codes: [...new Set(own.map(({ asset }) => asset))].sort(),
        total: Decimal.sum(own.map(({ total }) => total)),
        available: sumOrNull(own.map(({ available }) => available)),
        locked: sumOrNull(own.map(({ locked }) => locked)),
        parts: own
      }
    })
    .sort((a, b) => (a.asset === b.asset ? (a.identity.id < b.identity.id ? -1 : 1) : a.asset < b.asset ? -1 : 1))
