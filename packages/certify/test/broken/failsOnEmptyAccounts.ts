/** Waits for a row to go on from, even where there never was one. */
import { rowsIn, withPages } from "./change.ts"

export const failsOnEmptyAccounts = withPages((page, reply, { cursor }) =>
  rowsIn(reply).length === 0 && cursor === null ? { ...page, exhausted: false, next: null } : page
)
