/** Tells the host of a row that cannot be read where the page is empty, so that it is not asked for a second time. */
import { rowsIn, withPages } from "./change.ts"

export const trustsTheFirstEmptyPage = withPages((page, reply) =>
  rowsIn(reply).length === 0 ? { ...page, quarantined: [{ pointer: "/rows", reason: "end of the list" }], exhausted: true } : page
)
