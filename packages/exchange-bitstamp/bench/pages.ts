/** Replies of 100 rows by stream, made of published ones: what the bench decodes. */
import { readFileSync } from "node:fs"

const rowsIn = (fixture: string): ReadonlyArray<object> =>
  JSON.parse(readFileSync(new URL(`../fixtures/post_user_transactions_${fixture}.json`, import.meta.url), "utf8"))

const rows = ["trades", "mixed", "movements"].flatMap(rowsIn)

export const pages: Readonly<Record<string, string>> = {
  user_transactions: JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ ...rows[i % rows.length], id: 1_000_000 + i })))
}
