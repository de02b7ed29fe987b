/** `Number(id)`: beyond 2^53 neighbours become one. */
import { withEvents } from "./change.ts"

const rounded = (id: string): string => (/^\d+$/.test(id) ? String(Number(id)) : id)

export const roundsIds = withEvents((event) => ({
  ...event,
  source: { ...event.source, externalId: rounded(event.source.externalId) },
  groupId: event.groupId?.replace(/\d+$/, rounded) ?? null,
  refs: event.refs.map((ref) => ({ ...ref, id: rounded(ref.id) }))
}))
