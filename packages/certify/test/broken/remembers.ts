/** Keeps what it has seen, to leave it out the next time. */
import { withPages } from "./change.ts"

const seen = new Set<string>()

export const remembers = withPages((page) => ({
  ...page,
  events: page.events.filter(({ source }) => seen.size < seen.add(`${source.stream} ${source.externalId}`).size)
}))
