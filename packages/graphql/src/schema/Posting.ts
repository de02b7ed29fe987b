/** What an event moves. */
import type { Posting as Moved } from "@caudal/exchange"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"
import { PostingRole } from "./enums.ts"

/** With where and when, which decide what its code stands for. */
export interface PlacedPosting extends Moved {
  readonly exchange: string
  readonly at: number
}

export const placed = (postings: ReadonlyArray<Moved>, exchange: string, at: number): Array<PlacedPosting> =>
  postings.map((posting) => ({ ...posting, exchange, at }))

export const Posting = builder.objectRef<PlacedPosting>("Posting").implement({
  description: "A signed change of one asset in one wallet.",
  fields: (t) => ({
    wallet: t.exposeString("wallet", { description: "The wallet." }),
    asset: t.field({ type: Asset, description: "The asset.", resolve: ({ asset, exchange, at }) => ({ code: asset, exchange, at }) }),
    amount: t.expose("amount", { type: "Decimal", description: "The change; negative when it left." }),
    role: t.field({ type: PostingRole, description: "What it is for.", resolve: ({ role }) => role })
  })
})
