/** Keeps whole seconds of instants that are known to the millisecond. */
import { withEvents } from "./change.ts"

export const cutsMilliseconds = withEvents((event) => ({ ...event, at: Math.floor(event.at / 1000) * 1000 }))
