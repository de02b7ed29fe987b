/** Replies of 100 rows by stream, made of documented ones: what the bench decodes. */
import { readFileSync } from "node:fs"

const page = (fixture: string, key: string | null): string => {
  const json = JSON.parse(readFileSync(new URL(`../fixtures/${fixture}.json`, import.meta.url), "utf8"))
  const rows: ReadonlyArray<unknown> = key === null ? json : json[key]
  const hundred = Array.from({ length: 100 }, (_, i) => rows[i % rows.length])
  return JSON.stringify(key === null ? hundred : { [key]: hundred, total: 100, moreData: false })
}

export const pages: Readonly<Record<string, string>> = {
  trades: page("get_user_trades", null),
  deposits: page("get_deposit_history", null),
  withdrawals: page("get_withdrawal_history", null),
  dividends: page("get_asset_dividend_records", "rows"),
  earn_flexible_rewards: page("get_flexible_reward_records", "rows"),
  p2p: page("get_c2c_trade_history", "data")
}
