/** Divides by a thousand what is in milliseconds already. */
import { withEvents } from "./change.ts"

export const takesMillisecondsForSeconds = withEvents((event) => ({ ...event, at: Math.floor(event.at / 1000) }))
