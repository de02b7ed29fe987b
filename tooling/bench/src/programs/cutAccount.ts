/** `cutAccount FILE FILLS`: the trader's account as it was after that many fills. In its own process for its memory. */
import { writeFileSync } from "node:fs"
import { personas } from "@caudal/exchange-bitso/simulator"

const [file = "", fills = ""] = process.argv.slice(2)
const { ledger, user_trades, fundings, withdrawals } = personas.trader()
const trades = user_trades.toReversed()
/** Everything of one second stays together. */
const end = JSON.stringify(trades[Number(fills)]?.["created_at"] ?? "9")
const before = (rows: typeof ledger) => rows.filter((row) => JSON.stringify(row["created_at"]) < end)
writeFileSync(
  file,
  JSON.stringify({
    client_id: "570913",
    ledger: before(ledger),
    user_trades: before(user_trades),
    fundings: before(fundings),
    withdrawals: before(withdrawals)
  })
)
