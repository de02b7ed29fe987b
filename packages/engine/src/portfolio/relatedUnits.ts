/** Steps by which units of one asset became those of another of the same holder: told by the ratio that is on record, to the last digit. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import type { AssetRelation } from "../assets/AssetRelation.ts"
import type { Act } from "./Act.ts"
import { onlyMoved } from "./ownTransfers.ts"

/** What both rows of one step may lie apart. */
const mostApart = 86_400_000

const scaleOf = (amount: DecimalText): number => amount.split(".")[1]?.length ?? 0

/** Whether `got` is `given × ratio`, cut off where the exchange stops printing digits; never to fewer than eight. */
const isRatio = (given: DecimalText, got: DecimalText, ratio: DecimalText): boolean => {
  const exact = Decimal.multiply(given, ratio)
  if (Decimal.compare(exact, got) === 0) return true
  const rest = Decimal.subtract(exact, got)
  return scaleOf(got) >= 8 && !Decimal.isNegative(rest) && Decimal.compare(rest, Decimal.make(`0.${"0".repeat(scaleOf(got) - 1)}1`)) < 0
}

/** The migration or redenomination by which so much of one asset is so much of another; nothing where none is on record. */
export const stepBetween = (
  relations: ReadonlyArray<AssetRelation>,
  from: { readonly asset: string; readonly quantity: DecimalText },
  to: { readonly asset: string; readonly quantity: DecimalText }
): AssetRelation | undefined =>
  relations.find(
    (relation) =>
      (relation.kind === "migrated" || relation.kind === "redenominated") &&
      relation.from === from.asset &&
      relation.to === to.asset &&
      relation.ratio !== null &&
      isRatio(from.quantity, to.quantity, relation.ratio)
  )

/** The fork that gave an asset; nothing where it came in before the fork, or none is on record. */
export const forkOf = (relations: ReadonlyArray<AssetRelation>, asset: string, at: number): AssetRelation | undefined =>
  relations.find(({ kind, to, date }) => kind === "forked" && to === asset && date !== null && at >= Date.parse(date))

const fixed = new Set<Act["kind"]>(["trade", "fee", "deposit", "withdrawal", "card", "interest", "referral", "reward"])

/**
 * Acts that took the old units with those that brought the new ones, where the exchange wrote no group: one account, the
 * ratio on record, at most a day apart, and no other act that fits either.
 */
export const stepsApart = (acts: ReadonlyArray<Act>, relations: ReadonlyArray<AssetRelation>): ReadonlyMap<Act, Act> => {
  const related = new Set(relations.flatMap(({ kind, from, to }) => (kind === "migrated" || kind === "redenominated" ? [from, to] : [])))
  const candidates = acts.filter((act) => {
    const moved = onlyMoved(act)
    return moved !== undefined && related.has(moved.asset.id) && !fixed.has(act.kind)
  })
  const isOut = (act: Act): boolean => Decimal.isNegative(onlyMoved(act)!.principal)
  const dayOf = ({ at }: Act): number => Math.floor(at / mostApart)
  const byDay = Map.groupBy(candidates, (act) => `${act.account} ${dayOf(act)}`)
  const near = (act: Act): ReadonlyArray<Act> => [-1, 0, 1].flatMap((days) => byDay.get(`${act.account} ${dayOf(act) + days}`) ?? [])
  const fits = (out: Act, into: Act): boolean => {
    const [given, got] = [onlyMoved(out)!, onlyMoved(into)!]
    const from = { asset: given.asset.id, quantity: Decimal.abs(given.principal) }
    const to = { asset: got.asset.id, quantity: got.principal }
    return isOut(out) && !isOut(into) && Math.abs(into.at - out.at) <= mostApart && stepBetween(relations, from, to) !== undefined
  }
  return new Map(
    candidates.flatMap((out): ReadonlyArray<readonly [Act, Act]> => {
      const [into, ...others] = near(out).filter((act) => fits(out, act))
      if (into === undefined || others.length > 0) return []
      return near(into).filter((act) => fits(act, into)).length === 1 ? [[out, into]] : []
    })
  )
}
