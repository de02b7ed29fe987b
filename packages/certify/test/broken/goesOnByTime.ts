/** Leaves out what is as old as the last row of the page before: "that was there already". */
import { withStreams } from "./change.ts"

export const goesOnByTime = withStreams((stream) => ({
  request: (request) => stream.request({ ...request, cursor: request.cursor?.split("@")[0] ?? null }),
  parse: (reply, request) => {
    const page = stream.parse(reply, request)
    const border = Number(request.cursor?.split("@")[1])
    const last = page.events.at(-1)
    return {
      ...page,
      events: page.events.filter(({ at }) => !(at >= border)),
      next: page.next === null || last === undefined ? page.next : `${page.next}@${last.at}`
    }
  }
}))
