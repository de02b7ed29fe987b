/** Gives rows without id the position on their page: the next page has another position for them. */
import { withPages } from "./change.ts"

export const numbersTwinsItself = withPages((page, _reply, { cursor }) => ({
  ...page,
  events: page.events.map((event, i) =>
    event.source.identity === "content"
      ? { ...event, source: { ...event.source, identity: "exchange" as const, externalId: `row:${event.at}:${i % 2}:${cursor === null}` } }
      : event
  )
}))
