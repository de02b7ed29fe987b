/** Reads `2024-07-01 12:00:00`, which is the exchange's UTC, by the clock of the machine it runs on. */
import { withEvents } from "./change.ts"

export const readsByTheServersClock = withEvents((event) => ({
  ...event,
  at: Date.parse(new Date(event.at).toISOString().replace("Z", ""))
}))
