/** Which withdrawal is which deposit of the same owner. Decided by what both exchanges print, never by amount and time alone. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import type { Act } from "./Act.ts"

const movements = new Set<Act["kind"]>(["deposit", "withdrawal", "transfer", "staking-in", "staking-out"])

/** The one asset that an act brings in or takes out; nothing where it moves several. */
export const onlyMoved = ({ moved }: Act): Act["moved"][number] | undefined => {
  const principals = moved.filter(({ principal }) => principal !== "0")
  return principals.length === 1 ? principals[0] : undefined
}

/** A chain's transaction or a rail's reference: what names the same movement at both ends. */
const namesOf = (act: Act): ReadonlyArray<string> =>
  act.transactions.flatMap(({ transfer }) => [
    ...(transfer?.txid == null ? [] : [`txid ${transfer.txid.toLowerCase()}`]),
    ...(transfer?.reference == null ? [] : [`reference ${transfer.reference}`])
  ])

const sentBy = (act: Act): DecimalText => Decimal.negate(onlyMoved(act)!.principal)

/**
 * Withdrawals with the deposit that each became, at another account of the owner. A name that several withdrawals or
 * several deposits of the asset carry decides nothing, and neither does a deposit of more than was sent.
 */
export const ownTransfers = (acts: ReadonlyArray<Act>): ReadonlyMap<Act, Act> => {
  const candidates = acts.filter((act) => movements.has(act.kind) && onlyMoved(act) !== undefined)
  const ends = new Map<string, { readonly out: Set<Act>; readonly in: Set<Act> }>()
  for (const act of candidates) {
    const { asset, principal } = onlyMoved(act)!
    for (const name of namesOf(act)) {
      const key = `${asset.id} ${name}`
      const both = ends.get(key) ?? { out: new Set(), in: new Set() }
      ends.set(key, both)
      both[Decimal.isNegative(principal) ? "out" : "in"].add(act)
    }
  }
  const matched = new Map<Act, Act>()
  const taken = new Set<Act>()
  for (const { out, in: into } of ends.values()) {
    if (out.size !== 1 || into.size !== 1) continue
    const [sent] = out
    const [received] = into
    if (matched.has(sent!) || taken.has(received!) || sent!.account === received!.account) continue
    if (Decimal.compare(onlyMoved(received!)!.principal, sentBy(sent!)) > 0) continue
    matched.set(sent!, received!)
    taken.add(received!)
  }
  return matched
}
