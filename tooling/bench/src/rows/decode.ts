import { LosslessJson } from "@caudal/exchange"
import { bitso } from "@caudal/exchange-bitso"
import { ledgerPage, userTradesPage } from "../BitsoPages.ts"
import { inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"

const rowsOfAPage = 100

export const decode: Row = {
  name: "decode",
  meaning: "Reading replies is most of the work of a first import and of every re-read of the archive: slower here is slower there.",
  run: ({ random }) => [
    compare("trades", "user_trades", userTradesPage(random, rowsOfAPage)),
    compare("ledger rows", "ledger", ledgerPage(random, rowsOfAPage))
  ]
}

const compare = (things: string, stream: keyof typeof bitso.streams, text: string): Comparison => {
  const read = () => {
    const reply = { status: 200, contentType: "application/json", text, json: LosslessJson.parse(text) }
    return bitso.streams[stream].parse(reply, { cursor: null, window: null, dimension: null })
  }
  const { events, quarantined } = read()
  if (events.length !== rowsOfAPage || quarantined.length > 0) {
    throw new Error(`${stream}: read ${events.length} of ${rowsOfAPage} rows, ${quarantined.length} quarantined: ${quarantined[0]?.reason}`)
  }
  const [ours = [], baseline = []] = inTurns([read, () => JSON.parse(text)])
  return {
    name: `decode: ${rowsOfAPage} ${things}`,
    unit: "ns",
    ours,
    baseline: { name: "JSON.parse", figures: baseline },
    goal: { of: "ratio", limit: 1.5 }
  }
}
