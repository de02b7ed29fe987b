/** Is sure to know every operation. */
import { withEvents } from "./change.ts"

export const throwsOnRenames = withEvents((event) => {
  if (event.kind === "unrecognised") throw new TypeError(`unknown operation ${event.operation}`)
  return event
})
