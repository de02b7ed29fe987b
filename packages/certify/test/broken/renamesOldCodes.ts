/** Knows that LUNA became LUNC, and takes every LUNA for it. */
import { withPostings } from "./change.ts"

export const renamesOldCodes = withPostings((posting) => (posting.asset === "luna" ? { ...posting, asset: "lunc" } : posting))
