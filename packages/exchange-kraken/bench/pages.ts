/** Replies of 50 rows, as many as Kraken sends, by stream, made of recorded ones: what the bench decodes. */
import { readFileSync } from "node:fs"

const page = (fixture: string, key: string): string => {
  const { result } = JSON.parse(readFileSync(new URL(`../fixtures/${fixture}.json`, import.meta.url), "utf8"))
  const rows: ReadonlyArray<unknown> = Object.values(result[key])
  const listed = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`L${String(i).padStart(5, "0")}`, rows[i % rows.length]]))
  return JSON.stringify({ error: [], result: { [key]: listed, count: 50 } })
}

export const pages: Readonly<Record<string, string>> = {
  ledger: page("post_ledgers_2023", "ledger"),
  trades: page("post_trades_history_2023", "trades")
}
