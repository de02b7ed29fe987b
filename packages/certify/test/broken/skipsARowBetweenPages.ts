/** Goes on one row after the last one, and one more. */
import { inRiver } from "./change.ts"

export const skipsARowBetweenPages = inRiver("fills", ({ parse }) => ({
  parse: (reply, request) => {
    const page = parse(reply, request)
    return request.cursor === null ? page : { ...page, events: page.events.slice(1) }
  }
}))
