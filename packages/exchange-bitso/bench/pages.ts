/** Replies of 100 rows by stream, made of recorded ones: what the bench decodes. */
import { readFileSync } from "node:fs"

const page = (fixture: string): string => {
  const { payload } = JSON.parse(readFileSync(new URL(`../fixtures/${fixture}.json`, import.meta.url), "utf8"))
  return JSON.stringify({ success: true, payload: Array.from({ length: 100 }, (_, i) => payload[i % payload.length]) })
}

export const pages: Readonly<Record<string, string>> = {
  ledger: page("get_ledger_2017"),
  user_trades: page("get_user_trades_2017"),
  fundings: page("get_fundings_2017"),
  withdrawals: page("get_withdrawals_2017")
}
