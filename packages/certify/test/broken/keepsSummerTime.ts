/** Takes the exchange's UTC for the time of London, which is right for half of the year. */
import { withEvents } from "./change.ts"

const isSummer = (at: number): boolean => /^\d{4}-0[4-8]/.test(new Date(at).toISOString())

export const keepsSummerTime = withEvents((event) => ({ ...event, at: isSummer(event.at) ? event.at - 3_600_000 : event.at }))
