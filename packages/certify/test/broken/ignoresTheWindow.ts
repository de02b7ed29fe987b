/** Leaves the window to the exchange, which then shows the newest rows, whatever was asked for. */
import { inRiver } from "./change.ts"

export const ignoresTheWindow = inRiver("flows", ({ request }) => ({
  request: (asked) => request({ ...asked, window: { from: 1_600_000_000_000, to: 1_634_000_000_000 } })
}))
