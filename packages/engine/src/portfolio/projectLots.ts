/** From ledger rows to lot events. Pure: the same input gives the same events, in the order of the ledger and of the exchange. */
import { Decimal } from "@caudal/exchange"
import { type Act, actsOf } from "./Act.ts"
import { type LotInput, type LotProjection, lotProjectionVersion } from "./LotProjection.ts"
import { openingLots } from "./openingLots.ts"
import { ownTransfers } from "./ownTransfers.ts"
import { type Derivation, Projector } from "./Projector.ts"
import { stepsApart } from "./relatedUnits.ts"
import { inTradeOrder } from "./tradeOrder.ts"

/** Acts that are one event together, told by what both exchanges print or by the ratio on record. */
export interface ActMatches {
  /** What left with what arrived elsewhere. */
  readonly transfers: ReadonlyMap<Act, Act>
  /** What took the old units with what brought the new ones. */
  readonly steps: ReadonlyMap<Act, Act>
  /** The other ends of both. */
  readonly ends: ReadonlySet<Act>
}

export const matchActs = (acts: ReadonlyArray<Act>, relations: LotInput["relations"]): ActMatches => {
  const transfers = ownTransfers(acts)
  const steps = stepsApart(acts, relations)
  return { transfers, steps, ends: new Set([...transfers.values(), ...steps.values()]) }
}

/** The events of one act. */
export const writeAct = (projector: Projector, act: Act, { transfers, steps, ends }: ActMatches): void => {
  const received = transfers.get(act)
  const into = steps.get(act)
  // The other end has carried the units over; only what this end charged is left to say.
  if (ends.has(act)) projector.fees(act, act.moved)
  else if (received !== undefined) projector.transfer(act, received)
  else if (into !== undefined) projector.become(act, into)
  else if (!projector.exchange(act)) projector.oneSided(act)
}

/** What the owner asserts, then rows in the contract's order, to lot events, with every gap stated. Never fails and never guesses. */
export const projectLots = (input: LotInput, derivations: Map<string, Derivation> | null = null): LotProjection => {
  const acts = inTradeOrder(actsOf(input.transactions, input.resolve))
  const matches = matchActs(acts, input.relations)
  const projector = new Projector(input, derivations)
  const assets = new Map(acts.flatMap(({ moved }) => moved.map(({ asset }) => [asset.id, asset] as const)))
  const opened = openingLots(input, (connection) => input.transactions.find(({ connectionId }) => connectionId === connection)?.at)
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
    writeAct(projector, act, matches)
  }
  const { events, sources, prices, gaps } = projector
  const openings = new Map(opened.map(({ id, said }) => [id, said.opening]))
  return { version: lotProjectionVersion, currency: input.currency, events, assets, sources, openings, prices, gaps }
}
