/** Reads the wrong column: whatever is held is locked as well. */
import { pond } from "../toy/src/index.ts"
import { withBalances } from "./withBalances.ts"

export const locksEverything = withBalances(pond, ({ balances }) => ({ balances: balances.map((one) => ({ ...one, locked: one.total })) }))
