/**
 * Acts as Quetzal's own rows, newest first. The kit tells its histories in acts and adds them up by itself, so this is the
 * one place where it has to be right how the exchange writes things down.
 */
import type { Act, Activity, JsonRow } from "@caudal/exchange/simulator"

/** To do: one row, or several, for each act. See `Act` of @caudal/exchange/simulator for what each of them says. */
const rowOf = ({ act }: Act): JsonRow => {
  throw new TypeError(`a ${act} is not written down as rows yet: src/simulator/rowsOf.ts`)
}

export const rowsOf = (acts: ReadonlyArray<Act>): Activity => ({ ledger: acts.map(rowOf).reverse() })
