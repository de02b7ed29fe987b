import { LosslessJson } from "@caudal/exchange"
import { exchangePages, type ExchangePage } from "../ExchangePages.ts"
import { inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"

export const decode: Row = {
  name: "decode",
  meaning: "Reading replies is most of the work of a first import and of every re-read of the archive: slower here is slower there.",
  run: async () => (await exchangePages()).map(compare)
}

const compare = ({ adapter, stream, name, text: sent }: ExchangePage): Comparison => {
  const { id } = adapter.manifest
  // What is decoded is what is kept.
  const text = adapter.redact(stream, sent)
  const read = () => {
    const reply = { status: 200, contentType: "application/json", text, json: LosslessJson.parsePage(text) }
    return adapter.streams[stream]!.parse(reply, { cursor: null, window: null, dimension: null })
  }
  const { events, quarantined } = read()
  if (events.length === 0 || quarantined.length > 0)
    throw new Error(`${id} ${name}: read ${events.length} rows, ${quarantined.length} quarantined: ${quarantined[0]?.reason}`)
  const [ours = [], baseline = []] = inTurns([read, () => JSON.parse(text)])
  return {
    name: `decode: ${events.length} rows of ${id} ${name}`,
    unit: "ns",
    ours,
    baseline: { name: "JSON.parse", figures: baseline },
    goal: { of: "ratio", limit: 1.5 }
  }
}
