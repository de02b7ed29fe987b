/** Never looks at the status of a deposit: it was announced, so it is here. */
import { inRiver } from "./change.ts"

export const countsWhatIsUnderWay = inRiver("flows", ({ parse }) => ({
  parse: (reply, request) => {
    const page = parse(reply, request)
    return { ...page, events: page.events.map((event) => ({ ...event, status: "settled" })) }
  }
}))
