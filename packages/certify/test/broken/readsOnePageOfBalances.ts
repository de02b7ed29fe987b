/** Knows what the first hundred assets are worth, and takes the account for small. */
import { pond } from "../toy/src/index.ts"
import { withBalances } from "./withBalances.ts"

export const readsOnePageOfBalances = withBalances(pond, ({ balances }) => ({ balances: balances.slice(0, 100) }))
