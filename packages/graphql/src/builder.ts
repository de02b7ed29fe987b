/** The schema's builder: plugins, scalars' types and context. Types live in schema/, one idea per file. */
import SchemaBuilder from "@pothos/core"
import RelayPlugin from "@pothos/plugin-relay"
import type { GraphQLContext } from "./context.ts"
import { decodeId } from "./globalId.ts"

export const builder = new SchemaBuilder<{
  Context: GraphQLContext
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Scalars: {
    Decimal: { Input: string; Output: string }
    DateTime: { Input: number; Output: number }
    ID: { Input: string; Output: string | number }
  }
}>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    // A malformed id, an unknown type and somebody else's id must all read alike: nothing there.
    decodeGlobalID: (id) => decodeId(id) ?? { typename: "Portfolio", id: "none" },
    edgesFieldOptions: { nullable: false, description: "The rows of this page, each with its cursor." },
    nodeFieldOptions: { nullable: false, description: "The row itself." },
    cursorFieldOptions: { description: "Names this place in the list. Stays valid when rows are added before or after it." },
    pageInfoFieldOptions: { description: "Whether there is more, and where to go on." },
    hasNextPageFieldOptions: { description: "More rows follow `endCursor`." },
    hasPreviousPageFieldOptions: { description: "Rows precede `startCursor`." },
    startCursorFieldOptions: { description: "Cursor of the first row of this page; null when it is empty." },
    endCursorFieldOptions: { description: "Cursor of the last row of this page; null when it is empty." },
    firstArgOptions: { description: "How many rows from the start (or after `after`): 1 to 100. Default 25." },
    lastArgOptions: { description: "How many rows from the end (or before `before`): 1 to 100. Not together with `first`." },
    afterArgOptions: { description: "Only rows after this cursor." },
    beforeArgOptions: { description: "Only rows before this cursor." },
    pageInfoTypeOptions: { description: "Where a page of a list stands." },
    nodeTypeOptions: { description: "Anything with a global id that `node` can fetch again." },
    idFieldOptions: { description: "Global id: opaque, stable, unique over all types." },
    nodeQueryOptions: {
      description: "Fetches one object by its global id. Null when there is none, it is not yours, or the id is malformed.",
      args: { id: { description: "The global id." } }
    },
    nodesQueryOptions: {
      description: "Fetches several objects by their global ids, in the order asked for; null where `node` would answer null.",
      args: { ids: { description: "The global ids." } }
    }
  }
})

builder.queryType({ description: "Everything that can be asked." })
builder.mutationType({ description: "Everything that can be changed. Nothing here can ever trade or move money." })
builder.subscriptionType({ description: "What is pushed as it happens, over Server-Sent Events." })
