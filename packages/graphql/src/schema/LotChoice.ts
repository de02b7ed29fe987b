/** Lots that an owner chose for a disposal. */
import type { ChoicePage, ChosenLot as ChosenLotShape, StandingChoice } from "@caudal/engine"
import { builder } from "../builder.ts"
import { relayPage } from "../relayPage.ts"
import { LotChoiceState } from "./accountingEnums.ts"

const ChosenLot = builder.objectRef<ChosenLotShape>("ChosenLot").implement({
  description: "Units of one lot.",
  fields: (t) => ({
    lot: t.exposeString("lot", { description: "Id of the lot." }),
    quantity: t.expose("quantity", { type: "Decimal", description: "How many units of it." })
  })
})

export const LotChoice = builder.objectRef<StandingChoice>("LotChoice").implement({
  description:
    "Which lots you say that a disposal takes. It counts wherever the method is `SPECIFIC`; what it leaves of the disposal goes first in, first out.",
  fields: (t) => ({
    disposal: t.exposeString("disposal", { description: "Id of the disposal: its `event`." }),
    disposedAt: t.expose("disposedAt", { type: "DateTime", description: "When that was." }),
    lots: t.field({
      type: [ChosenLot],
      description: "The lots, at most 100, in the order in which they are taken.",
      resolve: ({ lots }) => [...lots]
    }),
    state: t.field({ type: LotChoiceState, description: "Whether what it names is there.", resolve: ({ state }) => state }),
    identifiedAt: t.expose("identifiedAt", { type: "DateTime", description: "When you identified the lots." }),
    late: t.boolean({
      description: "You identified them after the disposal. Some laws do not take that: a report for the United States lists it.",
      resolve: ({ identifiedAt, disposedAt }) => identifiedAt > disposedAt
    }),
    version: t.exposeInt("version", { description: "1, or more when something else was chosen later." }),
    chosenAt: t.expose("chosenAt", { type: "DateTime", description: "When this version was said." }),
    withdrawn: t.exposeBoolean("withdrawn", { description: "It was taken back, and counts for nothing." })
  })
})

export const choiceListOf = (page: ChoicePage) => ({ ...relayPage(page), totalCount: page.count })

const LotChoiceEdge = builder.edgeObject({ type: LotChoice, name: "LotChoiceEdge", description: "A choice and its place in the list." })

export const LotChoiceList = builder.connectionObject<typeof LotChoice, ReturnType<typeof choiceListOf>>(
  {
    type: LotChoice,
    name: "LotChoiceConnection",
    description: "A page of choices.",
    fields: (t) => ({ totalCount: t.exposeInt("totalCount", { description: "How many there are, on all pages." }) })
  },
  LotChoiceEdge
)
