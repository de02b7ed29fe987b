/** One strange row ends the sync. */
import { withPages } from "./change.ts"

export const throwsOnUnreadableRows = withPages((page) => {
  if (page.quarantined.length > 0) throw new TypeError("unexpected row")
  return page
})
