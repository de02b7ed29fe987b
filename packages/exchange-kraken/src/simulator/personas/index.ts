/** Invented accounts, the same in every run. Each is generated when asked for. */
import type { Account } from "../Account.ts"
import { beginner } from "./beginner.ts"
import { gap } from "./gap.ts"
import { oddities } from "./oddities.ts"
import { trader } from "./trader.ts"

export const personas = { beginner, trader, gap, oddities } satisfies Record<string, () => Account>

export type PersonaName = keyof typeof personas

export const personaNames = Object.keys(personas) as ReadonlyArray<PersonaName>
