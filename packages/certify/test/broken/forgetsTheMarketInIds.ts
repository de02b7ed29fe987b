/** The exchange's number of a trade is taken for its name, though each market counts for itself. */
import { inRiver } from "./change.ts"

export const forgetsTheMarketInIds = inRiver("fills", ({ parse }) => ({
  parse: (reply, request) => {
    const page = parse(reply, request)
    const bare = (text: string) => text.split(":").at(-1)!
    return {
      ...page,
      events: page.events.map((event) => ({ ...event, source: { ...event.source, externalId: bare(event.source.externalId) } }))
    }
  }
}))
