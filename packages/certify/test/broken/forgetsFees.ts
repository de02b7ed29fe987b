/** Reads trades as gross and leaves rows of fees out. */
import { withEvents } from "./change.ts"

export const forgetsFees = withEvents((event) => (event.kind === "fee" ? null : event))
