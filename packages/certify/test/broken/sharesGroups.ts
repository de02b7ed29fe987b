/** Names a group by its number alone: deposit 7 and withdrawal 7 are one thing. */
import { withEvents } from "./change.ts"

export const sharesGroups = withEvents((event) => ({
  ...event,
  groupId: event.groupId?.replace(/^transfer:(?:in|out)-/, "transfer:") ?? null
}))
