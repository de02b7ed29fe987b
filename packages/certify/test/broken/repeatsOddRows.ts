/** Helpful: shows in the reason what could not be read, with everything that stood beside it. */
import { rowsIn, withPages } from "./change.ts"

export const repeatsOddRows = withPages((page, reply) => ({
  ...page,
  quarantined: page.quarantined.map((one) => ({ ...one, reason: `${one.reason}: ${JSON.stringify(rowsIn(reply))}` }))
}))
