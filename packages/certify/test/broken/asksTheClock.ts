/** Takes what has no instant, and everything from the future, for new. */
import { withEvents } from "./change.ts"

export const asksTheClock = withEvents((event) => ({ ...event, at: Math.min(event.at, Date.now()) }))
