/** What an event moves. */
import type { Posting as Shape } from "@caudal/exchange"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"
import { PostingRole } from "./enums.ts"

export const Posting = builder.objectRef<Shape>("Posting").implement({
  description: "A signed change of one asset in one wallet.",
  fields: (t) => ({
    wallet: t.exposeString("wallet", { description: "The wallet." }),
    asset: t.field({ type: Asset, description: "The asset.", resolve: ({ asset }) => asset }),
    amount: t.expose("amount", { type: "Decimal", description: "The change; negative when it left." }),
    role: t.field({ type: PostingRole, description: "What it is for.", resolve: ({ role }) => role })
  })
})
