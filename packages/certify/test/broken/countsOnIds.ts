/** Reads every id as a number, and falls over one that is none. */
import { rowsIn, withPages } from "./change.ts"

export const countsOnIds = withPages((page, reply) => {
  const ids = rowsIn(reply).flatMap(({ id }) => (id === null ? [] : [BigInt(id as string)]))
  return ids.some((id) => id < 0n) ? { ...page, next: null } : page
})
