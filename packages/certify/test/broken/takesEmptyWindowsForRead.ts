/** Tells the host of a row that cannot be read where the window is empty, so that it is not looked at again. */
import { inRiver, rowsIn } from "./change.ts"

export const takesEmptyWindowsForRead = inRiver("flows", ({ parse }) => ({
  parse: (reply, request) => {
    const page = parse(reply, request)
    return rowsIn(reply).length === 0 ? { ...page, quarantined: [{ pointer: "/rows", reason: "nothing in this window" }] } : page
  }
}))
