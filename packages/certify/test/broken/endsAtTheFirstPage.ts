/** The first page of a window is the window. */
import { inRiver } from "./change.ts"

export const endsAtTheFirstPage = inRiver("rewards", ({ parse }) => ({
  parse: (reply, request) => ({ ...parse(reply, request), exhausted: true })
}))
