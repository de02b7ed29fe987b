/** The first page is the history. */
import { withPages } from "./change.ts"

export const readsOnePage = withPages((page) => ({ ...page, exhausted: true }))
