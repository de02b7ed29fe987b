/** Doubles of the venues whose replies are on record. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { recordedPackage, type RecordedReply, type SimulatorPackage } from "@caudal/exchange/simulator"
import { adapterOf } from "../adapterOf.ts"

const fileOf = (name: string): URL => new URL(`../../fixtures/${name}`, import.meta.url)

/** Every venue whose replies are on record. */
export const venues: ReadonlyArray<string> = readdirSync(fileOf(""))
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length))
  .toSorted()

interface Recorded {
  readonly markets: ReadonlyArray<unknown>
  readonly tickers: unknown
}

/** `null`: no reply of the venue is on record. */
export const simulatorPackageOf = (venue: string): SimulatorPackage | null => {
  const file = fileOf(`${venue}.json`)
  if (!existsSync(file)) return null
  const { markets, tickers } = JSON.parse(readFileSync(file, "utf8")) as Recorded
  const { manifest, documents } = adapterOf(venue)
  const { call, also = [] } = documents.ticker!
  const replies = [
    ...also.flatMap((asked, i): ReadonlyArray<RecordedReply> => {
      const reply = markets[i]
      return reply === undefined ? [] : [{ call: asked, text: JSON.stringify(reply) }]
    }),
    { call, text: JSON.stringify(tickers) }
  ]
  return recordedPackage(manifest, replies)
}
