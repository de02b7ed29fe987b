/** Amounts are texts; a JSON number is an error. */
import { rowOf, withPages } from "./change.ts"

export const wantsTexts = withPages((page, reply) => {
  const numeric = new Set(
    page.events.filter((event) => /"amount":-?\d/.test(reply.text) && rowOf(event, reply) !== undefined).map(({ pointer }) => pointer)
  )
  return {
    ...page,
    events: page.events.filter(({ pointer }) => !numeric.has(pointer)),
    quarantined: [...page.quarantined, ...[...numeric].map((pointer) => ({ pointer, reason: "amount is not a text" }))]
  }
})
