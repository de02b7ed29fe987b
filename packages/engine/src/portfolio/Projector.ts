/** Writes lot events, each amount from the postings that it is made of. One act at a time; nothing is guessed. */
import type { Fee, LotEvent } from "@caudal/accounting"
import { Decimal, type DecimalText, Instant } from "@caudal/exchange"
import type { AssetRef } from "../assets/Asset.ts"
import type { Act, Moved } from "./Act.ts"
import { type Amount, amountOf, at, opposite, plus, sumOf } from "./Amount.ts"
import type { LotGap, LotGapCode, LotInput, UsedPrice } from "./LotProjection.ts"
import { onlyMoved } from "./ownTransfers.ts"
import { forkOf, stepBetween } from "./relatedUnits.ts"

const incomes = new Set<Act["kind"]>(["reward", "interest", "airdrop", "referral"])
const trades = new Set<Act["kind"]>(["trade", "conversion"])

/** How each field of an event was made: the sum of these. */
export type Derivation = Readonly<Record<string, ReadonlyArray<Amount> | null>>

export type ProjectorInput = Pick<LotInput, "currency" | "priceAt" | "relations" | "foreignMoneyInLots">

export class Projector {
  readonly events: Array<LotEvent> = []
  readonly sources = new Map<string, Act["transactions"]>()
  readonly prices: Array<UsedPrice> = []
  readonly gaps: Array<LotGap> = []
  readonly #input: ProjectorInput
  readonly #derivations: Map<string, Derivation> | null

  /** `derivations`: filled with how each event was made, where somebody wants to know. */
  constructor(input: ProjectorInput, derivations: Map<string, Derivation> | null = null) {
    this.#input = input
    this.#derivations = derivations
  }

  /** The currency, and every other money of a state unless asked otherwise: it is worth its rate, and makes no lots. */
  isMoney({ id, kind }: AssetRef): boolean {
    return id === this.#input.currency || (kind === "fiat" && this.#input.foreignMoneyInLots !== true)
  }

  #emit(act: Act, event: LotEvent, made: Derivation, also: Act["transactions"] = []): void {
    this.events.push(event)
    this.sources.set(event.id, [...act.transactions, ...also])
    this.#derivations?.set(event.id, made)
  }

  gap(code: LotGapCode, event: string, asset: string, quantity: DecimalText, when: number): void {
    this.gaps.push({ code, event, asset, quantity, at: when })
  }

  /** What an amount of an asset is worth; `null` where there is no price. */
  #valueIfKnown(event: string, asset: string, amount: Amount, act: Act): Amount | null {
    if (asset === this.#input.currency) return amount
    const price = this.#input.priceAt(asset, act.at, act.transactions[0]!.exchange)
    if (price === null) return null
    const used = { ...price, event, asset }
    this.prices.push(used)
    return at(amount, used)
  }

  /** As above; that there is no price is a gap. */
  #value(event: string, asset: string, amount: Amount, act: Act): Amount | null {
    const value = this.#valueIfKnown(event, asset, amount, act)
    if (value === null) this.gap("missing-price", event, asset, Decimal.abs(amount.value), act.at)
    return value
  }

  #common(act: Act, suffix = "") {
    return { id: act.id + suffix, time: Instant.format(act.at), account: act.account, subtype: act.kind }
  }

  /** Fees that no trade takes along: units leave, a rebate comes in. */
  fees(act: Act, moved: ReadonlyArray<Moved>): void {
    for (const each of moved) {
      const { asset, fee } = each
      if (fee === "0" || this.isMoney(asset)) continue
      const common = this.#common(act, `/fee/${asset.id}`)
      const paid = Decimal.isNegative(fee)
      const units = amountOf(act, each, "fee", paid ? -1 : 1)
      const total = this.#value(common.id, asset.id, units, act)
      this.#emit(
        act,
        { ...common, type: paid ? "fee" : "income", asset: asset.id, quantity: units.value, total: total?.value ?? null },
        { quantity: [units], total: total && [total] }
      )
    }
  }

  /** One asset for another; `false` where it is not that. */
  exchange(act: Act): boolean {
    if (!trades.has(act.kind)) return false
    const principals = act.moved.filter(({ principal }) => principal !== "0")
    const given = principals.find(({ principal }) => Decimal.isNegative(principal))
    const got = principals.find(({ principal }) => !Decimal.isNegative(principal))
    if (principals.length !== 2 || given === undefined || got === undefined) return false
    const forMoney = this.isMoney(got.asset)
    // Units that paid the fee never came in: what was paid bought the rest, fee included.
    const principal = amountOf(act, got, "principal", 1)
    const received = forMoney || got.fee === "0" ? principal : plus(principal, amountOf(act, got, "fee", 1))
    if (Decimal.isNegative(received.value)) return false
    const apart = act.moved.filter(({ asset }) => forMoney || asset.id !== got.asset.id)
    this.#swap(act, given, got, received, apart)
    this.fees(act, apart)
    return true
  }

  #swap(act: Act, given: Moved, got: Moved, received: Amount, apart: ReadonlyArray<Moved>): void {
    const sent = amountOf(act, given, "principal", -1)
    const withMoney = this.isMoney(given.asset)
    const forMoney = this.isMoney(got.asset)
    if (withMoney && forMoney) return
    const common = this.#common(act)
    const costs = this.#costs(apart, common.id, act)
    // Money says what a trade was worth, else what came in; where that has no price, the other side does.
    const sides = [
      { asset: got.asset.id, amount: received },
      { asset: given.asset.id, amount: sent }
    ]
    const [first, second] = withMoney ? [sides[1]!, sides[0]!] : [sides[0]!, sides[1]!]
    const worth =
      this.#valueIfKnown(common.id, first.asset, first.amount, act) ??
      this.#valueIfKnown(common.id, second.asset, second.amount, act) ??
      this.#value(common.id, first.asset, first.amount, act)
    // A fee of unknown value leaves the whole unknown.
    const value = costs === null ? null : worth
    const total = value === null ? null : value.value
    const cost = costs === null ? Decimal.zero : sumOf(costs)
    // Units of a fee leave by an event of their own, so here it is money.
    const fee: { readonly fee?: Fee } =
      total === null || cost === "0" ? {} : { fee: { asset: this.#input.currency, quantity: cost, value: cost } }
    const made = { total: value && [value], fee: costs }
    if (withMoney) {
      const event = { ...common, type: "buy", asset: got.asset.id, quantity: received.value, total, ...fee } as const
      this.#emit(act, event, { ...made, quantity: [received] })
    } else if (forMoney) {
      const event = { ...common, type: "sell", asset: given.asset.id, quantity: sent.value, total, ...fee } as const
      this.#emit(act, event, { ...made, quantity: [sent] })
    } else {
      const from = { asset: given.asset.id, quantity: sent.value }
      const to = { asset: got.asset.id, quantity: received.value }
      // A trade is a disposal whatever holds for migrations, unless it is one.
      const trade = stepBetween(this.#input.relations, from, to) === undefined
      const event = { ...common, type: "conversion", from, to, value: total, ...fee, ...(trade && { trade }) } as const
      this.#emit(act, event, { value: value && [value], fee: costs, from: [sent], to: [received] })
    }
  }

  /** Value of fees, less rebates in money; a rebate in units is income of its own. `null`: not known. */
  #costs(moved: ReadonlyArray<Moved>, event: string, act: Act): ReadonlyArray<Amount> | null {
    const costs: Array<Amount> = []
    for (const each of moved) {
      const { asset, fee } = each
      if (fee === "0" || !(this.isMoney(asset) || Decimal.isNegative(fee))) continue
      const value = this.#value(event, asset.id, amountOf(act, each, "fee", -1), act)
      if (value === null) return null
      costs.push(value)
    }
    return costs
  }

  /** Units that go from one account of the owner to another. */
  transfer(act: Act, received: Act): void {
    const moved = onlyMoved(act)!
    const { asset, fee } = moved
    if (this.isMoney(asset)) return
    const common = this.#common(act)
    const principal = amountOf(act, moved, "principal", -1)
    const sent = Decimal.isNegative(fee) ? plus(principal, amountOf(act, moved, "fee", -1)) : principal
    const arrived = amountOf(received, onlyMoved(received)!, "principal", 1)
    const lost = plus(sent, opposite(arrived))
    const cost = lost.value === "0" ? lost : this.#value(common.id, asset.id, lost, act)
    const feeValue = cost === null ? {} : { feeValue: cost.value }
    const quantities = { quantity: sent.value, received: arrived.value }
    this.#emit(
      act,
      { ...common, type: "transfer", asset: asset.id, ...quantities, toAccount: received.account, ...feeValue },
      { quantity: [sent], received: [arrived], feeValue: cost && [cost] },
      received.transactions
    )
    this.fees(
      act,
      act.moved.filter((one) => one.asset.id !== asset.id)
    )
  }

  /** Units that became those of another asset: cost and dates go on. */
  become(act: Act, into: Act): void {
    const [given, got] = [onlyMoved(act)!, onlyMoved(into)!]
    const sent = amountOf(act, given, "principal", -1)
    const arrived = amountOf(into, got, "principal", 1)
    const common = this.#common(act)
    const value = this.#valueIfKnown(common.id, got.asset.id, arrived, act)
    this.#emit(
      act,
      {
        ...common,
        type: "conversion",
        from: { asset: given.asset.id, quantity: sent.value },
        to: { asset: got.asset.id, quantity: arrived.value },
        value: value?.value ?? null
      },
      { from: [sent], to: [arrived], value: value && [value] },
      into.transactions
    )
    this.fees(act, act.moved)
  }

  /** Units that come in or go out with nothing in return. */
  oneSided(act: Act): void {
    for (const moved of act.moved) if (moved.principal !== "0" && !this.isMoney(moved.asset)) this.#oneSide(act, moved)
    this.fees(act, act.moved)
    if (act.kind === "fee" && act.groupId !== null)
      for (const { asset, fee } of act.moved) this.gap("unmatched-group", `${act.id}/fee/${asset.id}`, asset.id, Decimal.abs(fee), act.at)
  }

  #oneSide(act: Act, moved: Moved): void {
    const { asset, principal } = moved
    const common = { ...this.#common(act, onlyMoved(act) === undefined ? `/${asset.id}` : ""), asset: asset.id }
    const left = Decimal.isNegative(principal)
    const units = amountOf(act, moved, "principal", left ? -1 : 1)
    const quantity = units.value
    const fork = left || act.kind === "deposit" ? undefined : forkOf(this.#input.relations, asset.id, act.at)
    const code = fork === undefined ? gapOf(act.kind) : null
    if (code !== null) {
      this.gap(code, common.id, asset.id, quantity, act.at)
      const known = { ...common, quantity, total: null }
      const event: LotEvent = left ? { ...known, type: "gift_out", unexplained: true } : { ...known, type: "opening" }
      this.#emit(act, event, { quantity: [units], total: null })
      return
    }
    const total = this.#value(common.id, asset.id, units, act)
    // A card spends units at their value, and a refund brings them back at theirs.
    const type = left ? "sell" : act.kind === "card" ? "buy" : fork === undefined ? "income" : "fork"
    this.#emit(act, { ...common, type, quantity, total: total?.value ?? null }, { quantity: [units], total: total && [total] })
  }
}

const gapOf = (kind: Act["kind"]): LotGapCode | null => {
  if (incomes.has(kind) || kind === "card") return null
  if (trades.has(kind)) return "unmatched-group"
  return kind === "deposit" || kind === "withdrawal" ? `unmatched-${kind}` : "unclassified"
}
