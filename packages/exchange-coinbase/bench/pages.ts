/** Replies of 100 rows by stream, made of recorded ones: what the bench decodes. */
import { readFileSync } from "node:fs"

const page = (fixture: string, name: string, beside: object): string => {
  const rows = JSON.parse(readFileSync(new URL(`../fixtures/${fixture}.json`, import.meta.url), "utf8"))[name]
  return JSON.stringify({ ...beside, [name]: Array.from({ length: 100 }, (_, i) => rows[i % rows.length]) })
}

export const pages: Readonly<Record<string, string>> = {
  transactions: page("recorded_transactions", "data", { pagination: { next_uri: null } }),
  fills: page("recorded_fills", "fills", { cursor: "1" })
}
