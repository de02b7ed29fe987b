/** Takes the end of a window off twice: once because it is exclusive, and once more for good measure. */
import { inRiver } from "./change.ts"

export const offByOneWindow = inRiver("flows", ({ request }) => ({
  request: (asked) => request({ ...asked, window: asked.window && { ...asked.window, to: asked.window.to - 1 } })
}))
