/** Knows that a fee is in one of the two assets of its market. */
import { inRiver } from "./change.ts"

export const forgetsFeesElsewhere = inRiver("fills", ({ parse }) => ({
  parse: (reply, request) => {
    const page = parse(reply, request)
    const market = request.dimension?.split("-") ?? []
    return {
      ...page,
      events: page.events.map((event) => ({ ...event, postings: event.postings.filter(({ asset }) => market.includes(asset)) }))
    }
  }
}))
