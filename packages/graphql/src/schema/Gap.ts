/** What is not known of what is held. */
import { Connections, type Gap as Shape } from "@caudal/engine"
import { builder } from "../builder.ts"
import { Connection } from "./Connection.ts"

export const Gap = builder.objectRef<Shape>("PortfolioGap").implement({
  description: "An account whose holdings are not, or not all, known.",
  fields: (t) => ({
    connection: t.field({
      type: Connection,
      description: "The account's connection.",
      resolve: ({ connectionId }, _args, { owner, read }) => read(Connections.use((connections) => connections.get(owner, connectionId)))
    }),
    reason: t.exposeString("reason", { description: "Why, in words." })
  })
})
