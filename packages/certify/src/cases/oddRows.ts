/** Exchanges change what stands in a row without a word. */
import { type Json, LosslessJson, type Page } from "@caudal/exchange"
import { Broken, type Case, must } from "../Case.ts"
import { everyday } from "../histories.ts"
import { observe } from "../rig/observe.ts"
import { withOdd } from "../rig/oddRows.ts"
import { withRig } from "../rig/Rig.ts"

const odd: ReadonlyArray<Json> = ["n/a", "", null, true, -1, 1.5, {}, []]

const rowsOf = ({ events, quarantined }: Page): number => events.length + quarantined.length

export const oddRows: ReadonlyArray<Case> = [
  {
    id: "F-20",
    group: "failure",
    name: "whatever stands in a row, it is an event or put aside, and so are the others",
    why: "One row that is spelled otherwise would stop the whole list, or vanish.",
    run: async (subject) => {
      const { adapter, parsed } = observe(subject.adapter)
      await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter }, (rig) => rig.connect())
      for (const { stream, request, reply, page } of parsed) {
        for (const value of odd) {
          for (const { text, key } of withOdd(value, reply.text)) {
            const said = `a row of ${stream} whose ${key} is ${JSON.stringify(value)}`
            let read: Page
            try {
              read = subject.adapter.streams[stream]!.parse({ ...reply, text, json: LosslessJson.parse(text) }, request)
            } catch (error) {
              throw new Broken(`the parser throws on ${said}: ${(error as Error).message}`)
            }
            must(rowsOf(read) === rowsOf(page), () => `with ${said}, ${rowsOf(read)} rows are read or put aside, of ${rowsOf(page)}`)
          }
        }
      }
    }
  }
]
