/** Recorded replies, as the host would hand them to the adapter. */
import { readdirSync, readFileSync } from "node:fs"
import type { Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"

const folder = new URL("../fixtures/", import.meta.url)

/** Every venue whose replies are on record. */
export const venues: ReadonlyArray<string> = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length))
  .toSorted()

interface Recorded {
  readonly markets: ReadonlyArray<unknown>
  readonly tickers: unknown
  /** Of one market; some have none on record. */
  readonly candles?: unknown
}

export const recorded = (venue: string): Recorded => JSON.parse(readFileSync(new URL(`${venue}.json`, folder), "utf8")) as Recorded

export const replyOf = (text: string, status = 200): Reply => {
  try {
    return { status, contentType: "application/json", text, json: LosslessJson.parse(text) }
  } catch {
    return { status, contentType: "text/html", text }
  }
}

export const reply = (value: unknown): Reply => replyOf(JSON.stringify(value))
