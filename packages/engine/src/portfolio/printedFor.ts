/** What of a ledger is printed for an asset: rows keep codes, which stood for different things at different exchanges and times. */
import { Effect } from "effect"
import type { AssetRef } from "../assets/Asset.ts"
import type { Meanings } from "../assets/resolve.ts"
import type { OwnerId } from "../Ids.ts"
import type { PrintedSpan } from "../ledger/Ledger.ts"
import type { StoredConnection } from "../storage/ConnectionStore.ts"
import { PageStore } from "../storage/PageStore.ts"

/** The spans in which codes that these connections have shown stand for one of the assets: by id, symbol or printed code, in any case. */
export const printedFor = Effect.fnUntraced(function* (
  owner: OwnerId,
  connections: ReadonlyArray<StoredConnection>,
  assets: ReadonlyArray<string>,
  meanings: Meanings
) {
  const wanted = new Set(assets.map((asset) => asset.toUpperCase()))
  const isWanted = (code: string, { id, symbol }: AssetRef): boolean => [code, id, symbol].some((name) => wanted.has(name.toUpperCase()))
  const pages = yield* PageStore
  const spans = new Map<string, PrintedSpan>()
  for (const { id, exchange } of connections) {
    for (const code of yield* pages.assetsSeen(owner, id)) {
      for (const { from, to, asset } of meanings(exchange, code)) {
        if (!isWanted(code, asset)) continue
        // Connections that agree are one span: a statement takes only so many.
        const key = JSON.stringify([code, from, to])
        spans.set(key, { code, from, to, connections: [...(spans.get(key)?.connections ?? []), id] })
      }
    }
  }
  return [...spans.values()]
})
