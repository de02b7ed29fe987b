/** Once it has seen a list end somewhere it never looks beyond. */
import { rowsIn, withPages } from "./change.ts"

const ends = new Set<string>()

export const remembersTheEnd = withPages((page, reply, { cursor }, id) => {
  const place = `${id} ${cursor}`
  if (cursor !== null && rowsIn(reply).length === 0) ends.add(place)
  return ends.has(place) ? { ...page, events: [], quarantined: [], next: null, exhausted: true } : page
})
