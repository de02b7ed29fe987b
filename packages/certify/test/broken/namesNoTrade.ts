/** Does not tell whose fee a fee is. */
import { withEvents } from "./change.ts"

export const namesNoTrade = withEvents((event) => (event.kind === "fee" ? { ...event, groupId: null, refs: [] } : event))
