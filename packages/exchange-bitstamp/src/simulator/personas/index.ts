/** Invented accounts to try everything against. */
import type { Activity } from "@caudal/exchange/simulator"
import { beginner } from "./beginner.ts"
import { gap } from "./gap.ts"
import { oddities } from "./oddities.ts"
import { trader } from "./trader.ts"

export const personas: Readonly<Record<string, () => Activity>> = { beginner, trader, gap, oddities }
