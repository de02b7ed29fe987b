/** A millisecond more on the safe side: longer than the exchange allows. */
import { inRiver } from "./change.ts"

export const asksForTooMuch = inRiver("rewards", ({ request }) => ({
  request: (asked) => request({ ...asked, window: asked.window && { ...asked.window, from: asked.window.from - 1 } })
}))
