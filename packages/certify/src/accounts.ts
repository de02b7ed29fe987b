/** Cases about accounts say nothing of an adapter that has none: only prices come from its exchange. */
import { isMarketDataOnly } from "@caudal/exchange"
import type { Case } from "./Case.ts"

const noAccount = "the manifest declares no books: only prices come from this exchange, and there is no account to read"

export const ofAccounts = (cases: ReadonlyArray<Case>): ReadonlyArray<Case> =>
  cases.map((one) => ({ ...one, skip: (manifest) => (isMarketDataOnly(manifest) ? noAccount : (one.skip?.(manifest) ?? null)) }))
