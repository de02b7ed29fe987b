/** Takes two fills of one moment and amount for copies of one. */
import { withPages } from "./change.ts"

export const skipsEqualAmounts = withPages((page) => {
  const seen = new Set<string>()
  const fresh = page.events.filter(({ kind, at, postings }) => {
    const key = JSON.stringify([kind, at, postings])
    return seen.size < seen.add(key).size
  })
  return { ...page, events: fresh }
})
