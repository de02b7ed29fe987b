/** A lot with its asset, and the rows or the word that brought it. Pure. */
import type { DisposalReport, RestReport } from "@caudal/accounting"
import { Decimal, type DecimalText } from "@caudal/exchange"
import type { Opening } from "../books/Openings.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { OpenLot } from "./Gains.ts"
import type { Projected } from "./LotBooks.ts"
import type { LotProjection } from "./LotProjection.ts"

export const rowsOf = ({ sources }: LotProjection, ids: ReadonlyArray<string | null>): ReadonlyArray<Transaction> =>
  ids.flatMap((id) => (id === null ? [] : (sources.get(id) ?? [])))

export const openingOf = ({ openings }: LotProjection, id: string | null): Opening | null =>
  id === null ? null : (openings.get(id) ?? null)

/** Units that disposals took of each lot because it was chosen for them. */
export const chosenOf = (disposals: ReadonlyArray<DisposalReport>): ReadonlyMap<string, DecimalText> => {
  const chosen = new Map<string, DecimalText>()
  for (const { allocations } of disposals)
    for (const { rule, lot, quantity } of allocations)
      if (rule === "named" && lot !== null) chosen.set(lot, Decimal.add(chosen.get(lot) ?? Decimal.zero, Decimal.make(quantity)))
  return chosen
}

export const openLot = ({ projection }: Projected, { asset, ...rest }: RestReport, chosen: ReadonlyMap<string, DecimalText>): OpenLot => ({
  ...rest,
  asset: projection.assets.get(asset)!,
  chosen: (rest.lot === null ? undefined : chosen.get(rest.lot)) ?? Decimal.zero,
  transactions: rowsOf(projection, [rest.lot]),
  opening: openingOf(projection, rest.lot)
})
