/** The owner's portfolios as a Relay connection. They are few, so a page is cut from all of them. */
import type { PageQuery, PortfolioInfo } from "@caudal/engine"
import { InvalidCursor } from "@caudal/engine"
import { builder } from "../builder.ts"
import { portfolioIdOf } from "../globalId.ts"
import { relayPage } from "../relayPage.ts"
import { Portfolio } from "./Portfolio.ts"

/** Portfolios are listed by their numbers, so the id of one is its place, also when it is gone. */
const cursorOf = ({ id }: PortfolioInfo): string => btoa(`Portfolio:${id}`)

const placeOf = (cursor: string): number => {
  const id = portfolioIdOf(cursor)
  if (id < 1) throw new InvalidCursor()
  return id
}

export const portfolioPage = (all: ReadonlyArray<PortfolioInfo>, { limit, fromEnd, after, before }: PageQuery) => {
  const [from, to] = [after === undefined ? 0 : placeOf(after), before === undefined ? Number.POSITIVE_INFINITY : placeOf(before)]
  const between = all.filter(({ id }) => from < id && id < to)
  const shown = fromEnd ? between.slice(-limit) : between.slice(0, limit)
  return {
    ...relayPage({
      items: shown.map((item) => ({ cursor: cursorOf(item), item })),
      hasNext: shown.length > 0 && shown.at(-1) !== all.at(-1),
      hasPrevious: shown.length > 0 && shown[0] !== all[0]
    }),
    totalCount: all.length
  }
}

const PortfolioEdge = builder.edgeObject({
  type: Portfolio,
  name: "PortfolioEdge",
  description: "A portfolio and its place in the list."
})

export const PortfolioList = builder.connectionObject<typeof Portfolio, ReturnType<typeof portfolioPage>>(
  {
    type: Portfolio,
    name: "PortfolioConnection",
    description: "A page of portfolios.",
    fields: (t) => ({ totalCount: t.exposeInt("totalCount", { description: "How many there are, on all pages." }) })
  },
  PortfolioEdge
)
