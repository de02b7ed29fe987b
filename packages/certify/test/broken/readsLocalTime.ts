/** Takes the exchange's UTC for the time of Mexico City. */
import { withEvents } from "./change.ts"

export const readsLocalTime = withEvents((event) => ({ ...event, at: event.at + 6 * 3_600_000 }))
