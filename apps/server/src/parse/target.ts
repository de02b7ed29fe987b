/** What a name on the command line means: a stream of the manifest, a document, candles, or the account's identity. */
import type { Adapter } from "@caudal/exchange"

export type Documents = "balance" | "ticker" | "market" | "order" | "fee"

export type Target =
  | { readonly kind: "stream"; readonly id: string; readonly endpoint: string }
  | { readonly kind: "document"; readonly id: Documents; readonly endpoint: string }
  | { readonly kind: "candles"; readonly endpoint: string }
  | { readonly kind: "identity"; readonly endpoint: string }

/** `ledger/trades`, `ledger_trades` and `LEDGER-TRADES` are the same list. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[/-]/g, "_")

const targets = (adapter: Adapter): ReadonlyMap<string, Target> => {
  const { market, streams } = adapter.manifest
  const byName = new Map<string, Target>()
  const identity = adapter.plans.identity.start
  if ("call" in identity) byName.set(plain(identity.call.endpoint), { kind: "identity", endpoint: identity.call.endpoint })
  for (const [id, reader] of Object.entries(adapter.documents)) {
    const document: Target = { kind: "document", id: id as Documents, endpoint: reader.call.endpoint }
    byName.set(plain(id), document)
    byName.set(plain(reader.call.endpoint), document)
  }
  if (market.candles !== undefined && adapter.candles !== undefined) {
    const candles: Target = { kind: "candles", endpoint: market.candles.endpoint }
    byName.set("candles", candles)
    byName.set(plain(candles.endpoint), candles)
  }
  for (const { id, endpoint } of streams) {
    if (adapter.streams[id] === undefined) continue
    byName.set(plain(endpoint), { kind: "stream", id, endpoint })
    byName.set(plain(id), { kind: "stream", id, endpoint })
  }
  return byName
}

export const targetOf = (adapter: Adapter, name: string): Target | undefined => targets(adapter).get(plain(name))

export const targetNames = (adapter: Adapter): ReadonlyArray<string> => [...targets(adapter).keys()].sort()
