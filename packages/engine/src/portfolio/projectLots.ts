/** From ledger rows to lot events. Pure: the same input gives the same events, in the order of the ledger. */
import type { Fee, LotEvent } from "@caudal/accounting"
import { Decimal, type DecimalText, Instant } from "@caudal/exchange"
import { type Act, actsOf, type Moved } from "./Act.ts"
import { type LotGap, type LotGapCode, type LotInput, type LotProjection, lotProjectionVersion, type UsedPrice } from "./LotProjection.ts"
import { onlyMoved, ownTransfers } from "./ownTransfers.ts"

const incomes = new Set<Act["kind"]>(["reward", "interest", "airdrop", "referral"])
const exchanges = new Set<Act["kind"]>(["trade", "conversion"])

class Projector {
  readonly events: Array<LotEvent> = []
  readonly sources = new Map<string, Act["transactions"]>()
  readonly prices: Array<UsedPrice> = []
  readonly gaps: Array<LotGap> = []
  readonly #input: LotInput

  constructor(input: LotInput) {
    this.#input = input
  }

  isMoney(asset: string): boolean {
    return asset === this.#input.currency
  }

  emit(act: Act, event: LotEvent, also: Act["transactions"] = []): void {
    this.events.push(event)
    this.sources.set(event.id, [...act.transactions, ...also])
  }

  gap(code: LotGapCode, event: string, asset: string, quantity: DecimalText, at: number): void {
    this.gaps.push({ code, event, asset, quantity, at })
  }

  /** `null`, and a gap, where there is no price. */
  value(act: Act, event: string, asset: string, quantity: DecimalText): DecimalText | null {
    if (this.isMoney(asset)) return quantity
    const price = this.#priceOf(act, asset)
    if (price === null) {
      this.gap("missing-price", event, asset, quantity, act.at)
      return null
    }
    this.prices.push({ ...price, event, asset })
    return Decimal.multiply(quantity, price.amount)
  }

  #priceOf({ at, transactions }: Act, asset: string) {
    return this.#input.priceAt(asset, at, transactions[0]!.exchange)
  }

  common(act: Act, suffix = "") {
    return { id: act.id + suffix, time: Instant.format(act.at), account: act.account, subtype: act.kind }
  }

  /** Fees that no trade takes along: units leave, a rebate comes in. */
  fees(act: Act, moved: ReadonlyArray<Moved>): void {
    for (const { asset, fee } of moved) {
      if (fee === "0" || this.isMoney(asset.id)) continue
      const common = this.common(act, `/fee/${asset.id}`)
      const quantity = Decimal.abs(fee)
      const total = this.value(act, common.id, asset.id, quantity)
      this.emit(act, { ...common, type: Decimal.isNegative(fee) ? "fee" : "income", asset: asset.id, quantity, total })
    }
  }

  /** One asset for another; `false` where it is not that. */
  exchange(act: Act): boolean {
    const principals = act.moved.filter(({ principal }) => principal !== "0")
    const given = principals.find(({ principal }) => Decimal.isNegative(principal))
    const got = principals.find(({ principal }) => !Decimal.isNegative(principal))
    if (principals.length !== 2 || given === undefined || got === undefined) return false
    const money = this.isMoney(got.asset.id)
    // Units that paid the fee never came in: what was paid bought the rest, fee included.
    const received = money ? got.principal : Decimal.add(got.principal, got.fee)
    if (Decimal.isNegative(received)) return false
    const quantity = Decimal.abs(given.principal)
    const common = this.common(act)
    const apart = act.moved.filter(({ asset }) => money || asset.id !== got.asset.id)
    const cost = this.#costOf(act, apart, common.id)
    // A fee of unknown value leaves the whole unknown.
    const known = <A>(total: A): A | null => (cost === null ? null : total)
    // Units of a fee leave by an event of their own, so here it is money.
    const fee: { readonly fee?: Fee } =
      cost === null || cost === "0" ? {} : { fee: { asset: this.#input.currency, quantity: cost, value: cost } }
    if (this.isMoney(given.asset.id))
      this.emit(act, { ...common, type: "buy", asset: got.asset.id, quantity: received, total: known(quantity), ...fee })
    else if (money) this.emit(act, { ...common, type: "sell", asset: given.asset.id, quantity, total: known(received), ...fee })
    else {
      const from = { asset: given.asset.id, quantity }
      const to = { asset: got.asset.id, quantity: received }
      // What came in says what the trade was worth; where it has no price, what went out does.
      const side = this.#priceOf(act, to.asset) === null && this.#priceOf(act, from.asset) !== null ? from : to
      const value = known(this.value(act, common.id, side.asset, side.quantity))
      this.emit(act, { ...common, type: "conversion", from, to, value, ...(value !== null && fee) })
    }
    this.fees(act, apart)
    return true
  }

  /** Value of fees, less rebates in money; a rebate in units is income of its own. `null`: not known. */
  #costOf(act: Act, moved: ReadonlyArray<Moved>, event: string): DecimalText | null {
    let sum = Decimal.zero
    for (const { asset, fee } of moved) {
      if (fee === "0" || !(this.isMoney(asset.id) || Decimal.isNegative(fee))) continue
      const value = this.value(act, event, asset.id, Decimal.negate(fee))
      if (value === null) return null
      sum = Decimal.add(sum, value)
    }
    return sum
  }

  transfer(act: Act, received: Act): void {
    const { asset, principal, fee } = onlyMoved(act)!
    if (this.isMoney(asset.id)) return
    const common = this.common(act)
    const paid = Decimal.isNegative(fee) ? Decimal.abs(fee) : Decimal.zero
    const quantity = Decimal.add(Decimal.abs(principal), paid)
    const arrived = onlyMoved(received)!.principal
    const lost = Decimal.subtract(quantity, arrived)
    const feeValue = lost === "0" ? Decimal.zero : this.value(act, common.id, asset.id, lost)
    this.emit(
      act,
      {
        ...common,
        type: "transfer",
        asset: asset.id,
        quantity,
        received: arrived,
        toAccount: received.account,
        ...(feeValue !== null && { feeValue })
      },
      received.transactions
    )
    this.fees(
      act,
      act.moved.filter((one) => one.asset.id !== asset.id)
    )
  }

  /** Units that come in or go out with nothing in return. */
  oneSided(act: Act): void {
    const code: LotGapCode | null =
      incomes.has(act.kind) || act.kind === "card"
        ? null
        : exchanges.has(act.kind)
          ? "unmatched-group"
          : act.kind === "deposit" || act.kind === "withdrawal"
            ? `unmatched-${act.kind}`
            : "unclassified"
    for (const { asset, principal } of act.moved) {
      if (principal === "0" || this.isMoney(asset.id)) continue
      const common = { ...this.common(act, onlyMoved(act) === undefined ? `/${asset.id}` : ""), asset: asset.id }
      const quantity = Decimal.abs(principal)
      const left = Decimal.isNegative(principal)
      if (code !== null) this.gap(code, common.id, asset.id, quantity, act.at)
      if (code !== null) this.emit(act, { ...common, type: left ? "gift_out" : "opening", quantity, total: null })
      else {
        const total = this.value(act, common.id, asset.id, quantity)
        // A card spends units at their value, and a refund brings them back at theirs.
        this.emit(act, { ...common, type: left ? "sell" : act.kind === "card" ? "buy" : "income", quantity, total })
      }
    }
    this.fees(act, act.moved)
    if (act.kind === "fee" && act.groupId !== null)
      for (const { asset, fee } of act.moved) this.gap("unmatched-group", `${act.id}/fee/${asset.id}`, asset.id, Decimal.abs(fee), act.at)
  }
}

/** Rows in the contract's order to lot events in the same order, with every gap stated. Never fails and never guesses. */
export const projectLots = (input: LotInput): LotProjection => {
  const acts = actsOf(input.transactions, input.resolve)
  const transfers = ownTransfers(acts)
  const arrivals = new Set(transfers.values())
  const projector = new Projector(input)
  const assets = new Map(acts.flatMap(({ moved }) => moved.map(({ asset }) => [asset.id, asset] as const)))
  for (const act of acts) {
    projector.sources.set(act.id, act.transactions)
    for (const { asset, principal, fee } of act.moved)
      if (asset.status === "unknown") projector.gap("unknown-asset", act.id, asset.id, Decimal.abs(Decimal.add(principal, fee)), act.at)
    // The sending end carries the units over; only what the receiving end charged is left to say.
    if (arrivals.has(act)) {
      projector.fees(act, act.moved)
      continue
    }
    const received = transfers.get(act)
    if (received !== undefined) projector.transfer(act, received)
    else if (!exchanges.has(act.kind) || !projector.exchange(act)) projector.oneSided(act)
  }
  const { events, sources, prices, gaps } = projector
  return { version: lotProjectionVersion, currency: input.currency, events, assets, sources, prices, gaps }
}
