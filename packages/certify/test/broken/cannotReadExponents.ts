/** A pattern for decimals that forgets the exponent. */
import { rowsIn, withPages } from "./change.ts"

const odd = (row: unknown): boolean => /"amount":"[^"]*[eE]/.test(JSON.stringify(row))

export const cannotReadExponents = withPages((page, reply) => {
  const rows = rowsIn(reply)
  const isOdd = (pointer: string) => odd(rows[Number(pointer.slice("/rows/".length))])
  return {
    ...page,
    events: page.events.filter(({ pointer }) => !isOdd(pointer)),
    quarantined: [
      ...page.quarantined,
      ...page.events.filter(({ pointer }) => isOdd(pointer)).map(({ pointer }) => ({ pointer, reason: "not a decimal" }))
    ]
  }
})
