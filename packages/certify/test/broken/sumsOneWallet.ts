/** Reads the balances of the spot wallet and calls them complete. */
import { pond } from "../toy/src/index.ts"
import { withBalances } from "./withBalances.ts"

export const sumsOneWallet = withBalances(pond, ({ balances }) => ({ balances: balances.filter(({ wallet }) => wallet === "spot") }))
