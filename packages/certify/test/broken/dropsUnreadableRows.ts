/** A row that cannot be read is left out without a word. */
import { withPages } from "./change.ts"

export const dropsUnreadableRows = withPages((page) => ({ ...page, quarantined: [] }))
