/** A page that is not full must be the last one. */
import { rowsIn, withPages } from "./change.ts"

export const believesShortPages = withPages((page, reply) => (rowsIn(reply).length < 5 ? { ...page, exhausted: true } : page))
