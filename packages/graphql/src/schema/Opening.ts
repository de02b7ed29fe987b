/** What an account held at an instant, by its owner's word. */
import { type Cost, Connections, type Opening as Shape, OpeningId, Openings } from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { keyOf } from "../globalId.ts"
import { Asset } from "./Asset.ts"

const CostBasis = builder.objectRef<Cost>("CostBasis").implement({
  description: "What units cost in all, fees included.",
  fields: (t) => ({
    amount: t.expose("amount", { type: "Decimal", description: "The amount." }),
    currency: t.exposeString("currency", { description: "Code of its currency, such as `MXN`." })
  })
})

const OpeningVersion = builder.objectRef<Shape>("OpeningVersion").implement({
  description: "One version of an opening: what was said, and when.",
  fields: (t) => ({
    version: t.exposeInt("version", { description: "1 for the first." }),
    at: t.expose("at", { type: "DateTime", description: "The instant that it was about." }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How much was said to be held then." }),
    costBasis: t.field({ type: CostBasis, nullable: true, description: "What it was said to have cost.", resolve: ({ cost }) => cost }),
    acquiredAt: t.expose("acquiredAt", { type: "DateTime", nullable: true, description: "When it was said to have been acquired." }),
    note: t.exposeString("note", { nullable: true, description: "The owner's own words." }),
    assertedAt: t.expose("assertedAt", { type: "DateTime", description: "When it was said." }),
    withdrawn: t.exposeBoolean("withdrawn", { description: "It was taken back with this version." })
  })
})

export const Opening = builder.objectRef<Shape>("Opening")
builder.node(Opening, {
  description:
    "What an account held at an instant, because its owner says so. It counts where the exchange's history does not reach back so far: opening + postings = balance. One for each wallet and asset.",
  id: { resolve: ({ id }) => id, description: "Global id." },
  loadOne: (id: string, { owner, read }) => {
    const key = keyOf(id)
    if (key === undefined) return null
    return read(
      Openings.use((openings) => openings.get(owner, OpeningId(key))).pipe(Effect.catchTag("OpeningNotFound", () => Effect.succeed(null)))
    )
  },
  fields: (t) => ({
    wallet: t.exposeString("wallet", { description: "The wallet." }),
    asset: t.field({
      type: Asset,
      description: "The asset.",
      resolve: async ({ connectionId, asset, at }, _args, { owner, read }) => {
        const { exchange } = await read(Connections.use((connections) => connections.get(owner, connectionId)))
        return { code: asset, exchange, at }
      }
    }),
    at: t.expose("at", {
      type: "DateTime",
      description: "The instant. Rows of this instant and later are added to what was held, earlier ones are part of it."
    }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How much was held then; negative when it was owed." }),
    costBasis: t.field({
      type: CostBasis,
      nullable: true,
      description: "What it had cost; null when that is not known, and so is every gain that rests on it.",
      resolve: ({ cost }) => cost
    }),
    acquiredAt: t.expose("acquiredAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was acquired; null for at `at`, as far as lots are concerned."
    }),
    note: t.exposeString("note", { nullable: true, description: "The owner's own words, such as where the figure is from." }),
    assertedAt: t.expose("assertedAt", { type: "DateTime", description: "When the owner last said so, or took it back." }),
    withdrawn: t.exposeBoolean("withdrawn", {
      description: "It was taken back and counts for nothing. Asserting it again brings it back."
    }),
    version: t.exposeInt("version", { description: "1, or more when something else was said later." }),
    versions: t.field({
      type: [OpeningVersion],
      description: "All that was ever said of it, newest first.",
      resolve: async ({ id }, _args, { owner, read }) => [...(await read(Openings.use((openings) => openings.versions(owner, id))))]
    })
  })
})
