/** Replies of 100 rows by stream, made of published ones: what the bench decodes. Those of one file are spelled alike, as in a reply. */
import { readFileSync } from "node:fs"

const pageOf = (fixture: string): string => {
  const text = readFileSync(new URL(`../fixtures/post_user_transactions_${fixture}.json`, import.meta.url), "utf8")
  const rows: ReadonlyArray<object> = JSON.parse(text)
  return JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ ...rows[i % rows.length], id: 1_000_000 + i })))
}

export const pages: Readonly<Record<string, string>> = {
  "user_transactions trades": pageOf("trades"),
  "user_transactions mixed": pageOf("mixed"),
  "user_transactions movements": pageOf("movements")
}
