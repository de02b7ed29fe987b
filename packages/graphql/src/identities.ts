/** What printed codes stand for, resolved with one reading of the owner's corrections for each request. */
import type { AssetRef, PrintedCode, Resolve } from "@caudal/engine"
import { Assets } from "@caudal/engine"
import type { GraphQLContext } from "./context.ts"

/** A code to show: resolved already by whoever grouped by it, or to be resolved when somebody asks. */
export type ShownAsset = PrintedCode | { readonly code: string; readonly identity: AssetRef }

const kept = new WeakMap<GraphQLContext, Promise<Resolve>>()

export const identityOf = async (asset: ShownAsset, context: GraphQLContext): Promise<AssetRef> => {
  if ("identity" in asset) return asset.identity
  const known = kept.get(context)
  const resolver = known ?? context.read(Assets.use((assets) => assets.resolver(context.owner)))
  if (known === undefined) kept.set(context, resolver)
  return (await resolver)(asset)
}

/** After a correction: the rest of the request must see it. */
export const forgetIdentities = (context: GraphQLContext): void => void kept.delete(context)
