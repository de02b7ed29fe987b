import { expect, it } from "vitest"
import { parseLedger } from "../../../src/internal/parse/ledger.ts"

const page = (rows: ReadonlyArray<unknown>) =>
  parseLedger({ status: 200, contentType: "application/json", text: "", json: JSON.parse(JSON.stringify({ rows })) })

// To do: recorded replies from fixtures/, read whole.
it("every row is an event or quarantined with a reason", () => {
  const { events, quarantined } = page([{ id: 2 }, 3])
  expect(events.length + quarantined.length).toBe(2)
  expect(quarantined.map(({ pointer }) => pointer)).toContain("/rows/1")
})

it("only an empty page ends the list", () => {
  expect(page([])).toEqual({ events: [], quarantined: [], next: null, exhausted: true })
  expect(page([{ id: 7 }])).toMatchObject({ next: "7", exhausted: false })
})
