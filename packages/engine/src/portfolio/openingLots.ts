/** The lots that an account began with, by its owner's word. Pure. */
import type { LotEvent } from "@caudal/accounting"
import { Decimal, type DecimalText, Instant } from "@caudal/exchange"
import type { Opening } from "../books/Openings.ts"
import { anyExchange, type AssetRef } from "../assets/Asset.ts"
import type { ConnectionId } from "../Ids.ts"
import type { AccountOpening, LotGap, LotInput, UsedPrice } from "./LotProjection.ts"

export interface OpeningLot {
  /** Of the event, and of the lot that it makes. */
  readonly id: string
  readonly asset: AssetRef
  readonly said: AccountOpening
  /** `null` where something is owed: no lot begins below zero. */
  readonly event: LotEvent | null
  readonly prices: ReadonlyArray<UsedPrice>
  readonly gaps: ReadonlyArray<LotGap>
}

/** When it counts from: before any row of its account. */
export const begunAt = ({ at }: Pick<Opening, "at">, firstRow: number | undefined): number => Math.min(at, firstRow ?? at)

/** When the first row of a connection was. */
export type FirstRowOf = (connection: ConnectionId) => number | undefined

const lotOf = (said: AccountOpening, { currency, priceAt, resolve }: OpeningInput, firstRowOf: FirstRowOf): OpeningLot => {
  const { opening, amount, exchange, accountKey } = said
  const asset = resolve({ exchange, code: opening.asset, at: opening.at })
  const id = ["opening", exchange, accountKey, opening.wallet, opening.asset].join("/")
  const at = begunAt(opening, firstRowOf(opening.connectionId))
  const gaps: Array<LotGap> = []
  const prices: Array<UsedPrice> = []
  const gap = (code: LotGap["code"], of = asset.id) => gaps.push({ code, event: id, asset: of, quantity: Decimal.abs(amount), at })

  /** `null`, and a gap, where the cost is not known in the currency. */
  const total = (): DecimalText | null => {
    const { cost, acquiredAt } = opening
    // what was counted later cost something else than what was there at first
    if (cost === null || amount !== opening.quantity) return (gap("opening-without-cost"), null)
    const paidAt = acquiredAt ?? at
    const money = resolve({ exchange: anyExchange, code: cost.currency, at: paidAt }).id
    if (money === currency) return cost.amount
    const rate = priceAt(money, paidAt, exchange)
    if (rate === null) return (gap("missing-price"), null)
    prices.push({ ...rate, event: id, asset: money })
    return Decimal.multiply(cost.amount, rate.amount)
  }

  if (asset.status === "unknown") gap("unknown-asset")
  if (Decimal.isNegative(amount)) {
    gap("unclassified")
    return { id, asset, said, event: null, prices, gaps }
  }
  const event: LotEvent = {
    id,
    time: Instant.format(at),
    account: `${exchange}:${accountKey}`,
    subtype: "opening",
    type: "opening",
    asset: asset.id,
    quantity: amount,
    total: total(),
    ...(opening.acquiredAt !== null && opening.acquiredAt < at && { acquired: Instant.format(opening.acquiredAt) })
  }
  return { id, asset, said, event, prices, gaps }
}

type OpeningInput = Omit<LotInput, "transactions" | "relations">

/** Of what is not money and not nothing. */
export const openingLots = (input: OpeningInput, firstRowOf: FirstRowOf): ReadonlyArray<OpeningLot> =>
  (input.openings ?? [])
    .filter(({ amount }) => !Decimal.isZero(amount))
    .map((said) => lotOf(said, input, firstRowOf))
    .filter(({ asset }) => asset.id !== input.currency && (asset.kind !== "fiat" || input.foreignMoneyInLots === true))
