/** Its trades can be found by what the other list calls them, its withdrawals cannot. */
import { withPages } from "./change.ts"

export const namesNoWithdrawal = withPages((page, _reply, _request, id) =>
  id === "transfers" ? { ...page, events: page.events.map((event) => ({ ...event, groupId: null, refs: [] })) } : page
)
