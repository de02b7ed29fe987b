/** `default: continue`. */
import { withEvents } from "./change.ts"

export const dropsUnknownOperations = withEvents((event) => (event.kind === "unrecognised" ? null : event))
