/** Takes a trade's first leg for the whole trade. */
import { withEvents } from "./change.ts"

export const dropsALeg = withEvents((event) => (event.postings.length > 1 ? { ...event, postings: event.postings.slice(0, 1) } : event))
