import type { Row } from "../Row.ts"
import { accounts } from "./accounts.ts"
import { decode } from "./decode.ts"
import { decodeBesideCcxt } from "./decodeBesideCcxt.ts"
import { exportLedger } from "./export.ts"
import { importAccount } from "./import.ts"
import { liveBook } from "./liveBook.ts"
import { liveDays } from "./liveDays.ts"
import { lots } from "./lots.ts"
import { pacing } from "./pacing.ts"
import { performanceAfterTrade } from "./performance.ts"
import { profit } from "./profit.ts"
import { start } from "./start.ts"
import { valuation } from "./valuation.ts"
import { xirr } from "./xirr.ts"

export const rows: ReadonlyArray<Row> = [
  decode,
  decodeBesideCcxt,
  start,
  importAccount,
  exportLedger,
  pacing,
  accounts,
  lots,
  liveBook,
  valuation,
  xirr,
  liveDays,
  performanceAfterTrade,
  profit
]
