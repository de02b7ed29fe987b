/** From ledger rows to lot events. Pure: the same input gives the same events, in the order of the ledger and of the exchange. */
import { Decimal } from "@caudal/exchange"
import { type Act, actsOf } from "./Act.ts"
import { type LotInput, type LotProjection, lotProjectionVersion } from "./LotProjection.ts"
import { openingLots } from "./openingLots.ts"
import { ownTransfers } from "./ownTransfers.ts"
import { type Derivation, Projector } from "./Projector.ts"
import { stepsApart } from "./relatedUnits.ts"
import { inTradeOrder } from "./tradeOrder.ts"

/** What the owner asserts, then rows in the contract's order, to lot events, with every gap stated. Never fails and never guesses. */
export const projectLots = (input: LotInput, derivations: Map<string, Derivation> | null = null): LotProjection =>
  projectActs(actsOf(input.transactions, input.resolve), input, derivations)

/** The same of acts, in the order of their first rows. Of `transactions` only the first of each connection is looked at. */
export const projectActs = (
  given: ReadonlyArray<Act>,
  input: LotInput,
  derivations: Map<string, Derivation> | null = null
): LotProjection => {
  const acts = inTradeOrder(given)
  const transfers = ownTransfers(acts)
  const steps = stepsApart(acts, input.relations)
  const arrivals = new Set(transfers.values())
  const becoming = new Set(steps.values())
  const projector = new Projector(input, derivations)
  const assets = new Map(acts.flatMap(({ moved }) => moved.map(({ asset }) => [asset.id, asset] as const)))
  const opened = openingLots(input)
  for (const { asset, event, prices, gaps } of opened) {
    assets.set(asset.id, asset)
    if (event !== null) projector.events.push(event)
    projector.prices.push(...prices)
    projector.gaps.push(...gaps)
  }
  for (const act of acts) {
    projector.sources.set(act.id, act.transactions)
    for (const { asset, principal, fee } of act.moved)
      if (asset.status === "unknown") projector.gap("unknown-asset", act.id, asset.id, Decimal.abs(Decimal.add(principal, fee)), act.at)
    const received = transfers.get(act)
    const into = steps.get(act)
    // The other end has carried the units over; only what this end charged is left to say.
    if (arrivals.has(act) || becoming.has(act)) projector.fees(act, act.moved)
    else if (received !== undefined) projector.transfer(act, received)
    else if (into !== undefined) projector.become(act, into)
    else if (!projector.exchange(act)) projector.oneSided(act)
  }
  const { events, sources, prices, gaps } = projector
  const openings = new Map(opened.map(({ id, said }) => [id, said.opening]))
  return { version: lotProjectionVersion, currency: input.currency, events, assets, sources, openings, prices, gaps }
}
