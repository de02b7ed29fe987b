import { keepBook, LiveBook, type LotEvent, readLedger, totals } from "@caudal/accounting"
import { lotEvents } from "../LotEvents.ts"
import { inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"

/** Days before the end of the history of an event that comes late. */
const lateMs = 7 * 86_400_000

const compared = (events: ReadonlyArray<LotEvent>, late: boolean): Comparison => {
  const live = new LiveBook({}, events)
  const full = readLedger(events)
  const end = Date.parse(events.at(-1)!.time)
  let count = 0
  // Each is another event: the book grows by a little while it is timed.
  const next = (): LotEvent => ({
    id: `changed ${count++}`,
    time: new Date(late ? end - lateMs : end + lateMs).toISOString(),
    type: "sell",
    asset: "BTC",
    quantity: "0.000001",
    total: "7.00"
  })
  const change = (): unknown => {
    live.put([next()])
    return live.totals()
  }
  const shown = change()
  if (JSON.stringify(shown) !== JSON.stringify(totals(keepBook(readLedger(live.events)))))
    throw new Error("a live book says something else")
  const [ours = [], baseline = []] = inTurns([change, () => totals(keepBook(full))], { rounds: 15, sampleMs: 20, warmUp: 3 })
  return {
    name: `live book: ${late ? "an event of last week" : "a new event"} after ${events.length.toLocaleString("en")}`,
    unit: "ns",
    ours,
    baseline: { name: "the whole book anew", figures: baseline },
    goal: { of: "ratio", limit: late ? 0.02 : 0.001 }
  }
}

export const liveBook: Row = {
  name: "live-book",
  meaning: "Every new trade makes the gains be looked at again: slower is a page that lags behind the market on a large account.",
  run: ({ random, small }) => {
    const events = lotEvents(random, small ? 10_000 : 1_000_000)
    return [compared(events, false), compared(events, true)]
  }
}
