/**
 * The movements of days as acts come, are corrected and go: only what depends on a changed act is worked out again, and at any
 * time it says the same as one that was just made of all acts. Pure.
 */
import { type DayOf, decimal } from "@caudal/accounting"
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { Act, Moved } from "../portfolio/Act.ts"
import type { AmountPart } from "../portfolio/Amount.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import { begunAt } from "../portfolio/openingLots.ts"
import { onlyMoved } from "../portfolio/ownTransfers.ts"
import { byText, FlowLines, type When } from "./FlowLines.ts"
import {
  type DayTrade,
  type FlowAsset,
  type FlowGap,
  type FlowProjection,
  flowProjectionVersion,
  inTransit,
  type MoveKind
} from "./FlowProjection.ts"
import type { FlowWatcher } from "./FlowWatcher.ts"
import { Movements, placeOf, type Purpose } from "./Movements.ts"
import { Ordered } from "./Ordered.ts"

const incomes = new Set<Act["kind"]>(["reward", "interest", "airdrop", "referral"])
const exchanges = new Set<Act["kind"]>(["trade", "conversion"])
const outside = new Set<Act["kind"]>(["deposit", "withdrawal", "card"])
const inside = new Set<Act["kind"]>(["transfer", "staking-in", "staking-out"])

/** A trade of a day with what it is made of. */
interface Trade {
  readonly item: DayTrade
  readonly acts: number
  /** By asset, acts with a fee in it. */
  readonly feeActs: ReadonlyMap<string, number>
}

/** Most trades have none beside them. */
const noFees = new Map<string, never>()

export class FlowBook {
  readonly #resolve: Resolve
  readonly #timeZone: string
  readonly #dayOf: DayOf
  readonly #watcher: FlowWatcher | undefined
  readonly #assets = new Map<string, FlowLines>()
  readonly #trades = new Map<string, Trade>()
  readonly #gaps = new Ordered<string, FlowGap>((a, b) => a.day - b.day || byText(a.code, b.code) || byText(a.asset, b.asset))
  readonly #movements = new Movements((act, as, sign) => this.#settle(act, as, sign))
  #shown: FlowProjection | null = null
  #sign: 1 | -1 = 1

  constructor(resolve: Resolve, timeZone: string, dayOf: DayOf, watcher?: FlowWatcher) {
    this.#resolve = resolve
    this.#timeZone = timeZone
    this.#dayOf = dayOf
    this.#watcher = watcher
  }

  put(act: Act): void {
    this.#act(act, 1)
  }

  /** As it was put. */
  take(act: Act): void {
    this.#act(act, -1)
  }

  /** What the owner says was there at first: it came from outside, as what is read of it came. `firstRow`: of its connection. */
  open(said: AccountOpening, firstRow: number | undefined): void {
    this.#opening(said, firstRow, 1)
  }

  /** As it was opened. */
  close(said: AccountOpening, firstRow: number | undefined): void {
    this.#opening(said, firstRow, -1)
  }

  /**
   * Tells once more what moved at some instants, in the order of acts. `acts`: at least those of then; of movements the book has its own,
   * with what they are for.
   */
  tell(
    instants: ReadonlySet<number>,
    acts: ReadonlyArray<Act>,
    openings: Iterable<Readonly<Parameters<FlowBook["open"]>>>,
    watcher: FlowWatcher
  ): void {
    const teller = new FlowBook(this.#resolve, this.#timeZone, this.#dayOf, {
      moved: (move) => {
        if (instants.has(move.at)) watcher.moved(move)
      },
      traded: (traded) => {
        if (instants.has(traded.act.at)) watcher.traded(traded)
      }
    })
    const others = acts.filter(({ kind }) => !outside.has(kind) && !inside.has(kind)).map((act) => ({ act, as: null }))
    for (const { act, as } of [...others, ...this.#movements.at(instants)].sort((a, b) => placeOf(a.act, b.act)))
      if (as === null) teller.put(act)
      else teller.#settle(act, as, 1)
    for (const [said, firstRow] of openings) teller.open(said, firstRow)
  }

  #opening({ exchange, accountKey, amount, opening }: AccountOpening, firstRow: number | undefined, sign: 1 | -1): void {
    if (amount === "0") return
    this.#sign = sign
    const when = this.#when(begunAt(opening, firstRow))
    const asset = this.#resolve({ exchange, code: opening.asset, at: opening.at })
    if (asset.status === "unknown") this.#gap("unknown-asset", asset.id, when.day)
    this.#move(`${exchange}:${accountKey}`, asset, when, "external", amount, null)
  }

  #act(act: Act, sign: 1 | -1): void {
    this.#sign = sign
    for (const { asset } of act.moved) if (asset.status === "unknown") this.#gap("unknown-asset", asset.id, this.#when(act.at).day)
    if (exchanges.has(act.kind) && this.#exchange(act)) return
    if (!outside.has(act.kind) && !inside.has(act.kind)) return this.#oneSided(act)
    if (sign === 1) this.#movements.put(act)
    else this.#movements.take(act)
  }

  #settle(act: Act, as: Purpose, sign: 1 | -1): void {
    this.#sign = sign
    if (as.received !== null) this.#transfer(act, as.received)
    else if (as.arrived) this.#fees(act, act.moved)
    else this.#oneSided(act)
  }

  #when(at: number): When {
    return { at, day: this.#dayOf({ ms: at, day: null }) }
  }

  #gap(code: FlowGap["code"], asset: string, day: number): void {
    const by = this.#sign
    this.#gaps.change(`${day} ${code} ${asset}`, by, (before) => ({ code, asset, day, count: (before?.count ?? 0) + by }))
  }

  #lines(id: string): FlowLines {
    let lines = this.#assets.get(id)
    if (lines === undefined) this.#assets.set(id, (lines = new FlowLines()))
    return lines
  }

  /** In the asset's units; an amount with more decimals makes the units of all its days finer. */
  #units(asset: AssetRef, amount: string): bigint {
    const lines = this.#lines(asset.id)
    const by = lines.refine(amount)
    if (by !== 1n)
      for (const trade of lines.trades) {
        const { given, got, givenUnits, gotUnits, fees } = trade
        this.#putTrade(tradeKey(trade), (known) => ({
          ...known!,
          item: {
            ...trade,
            givenUnits: given === asset.id ? givenUnits * by : givenUnits,
            gotUnits: got === asset.id ? gotUnits * by : gotUnits,
            fees: new Map([...fees].map(([id, units]) => [id, id === asset.id ? units * by : units]))
          }
        }))
      }
    return lines.units(amount)
  }

  /** `act`: whose postings they are, its principals or its fees, `sign` times; null: the owner's word. */
  #move(
    account: string,
    asset: AssetRef,
    when: When,
    kind: MoveKind,
    amount: string,
    act: Act | null,
    of: AmountPart["of"] = "principal",
    sign: 1 | -1 = 1
  ): void {
    if (amount === "0") return
    const units = this.#units(asset, amount)
    this.#moveUnits(account, asset, when, kind, units)
    this.#watcher?.moved({
      account,
      asset: asset.id,
      ...when,
      kind,
      amount,
      parts: act === null ? [] : [{ act, asset: asset.id, of, sign }]
    })
  }

  #moveUnits(account: string, asset: AssetRef, when: When, kind: MoveKind, units: bigint): void {
    const lines = this.#lines(asset.id)
    lines.name(asset, this.#sign)
    lines.move(account, when, kind, units, this.#sign)
  }

  #fees(act: Act, moved: ReadonlyArray<Moved>): void {
    for (const { asset, fee } of moved)
      this.#move(act.account, asset, this.#when(act.at), fee.startsWith("-") ? "fee" : "income", fee, act, "fee")
  }

  /** `false` where it is not one asset for another. */
  #exchange(act: Act): boolean {
    const principals = act.moved.filter(({ principal }) => principal !== "0")
    const given = principals.find(({ principal }) => principal.startsWith("-"))
    const got = principals.find(({ principal }) => !principal.startsWith("-"))
    if (principals.length !== 2 || given === undefined || got === undefined) return false
    const gotId = got.asset.id
    // The finest first: units of one asset are then all alike.
    for (const { asset, principal, fee } of act.moved) for (const amount of [principal, fee]) this.#units(asset, amount)
    const gotUnits = this.#units(got.asset, got.principal) + this.#units(got.asset, got.fee)
    if (gotUnits < 0n) return false
    const when = this.#when(act.at)
    const { account } = act
    const fees = new Map<string, bigint>()
    for (const { asset, principal, fee } of act.moved) {
      const netted = asset.id === gotId
      this.#move(account, asset, when, "traded", principal, act)
      this.#move(account, asset, when, netted || fee.startsWith("-") ? "tradeFee" : "rebate", fee, act, "fee")
      if (fee !== "0" && !netted) fees.set(asset.id, this.#units(asset, fee))
    }
    const givenUnits = -this.#units(given.asset, given.principal)
    const part: DayTrade = { day: when.day, account, given: given.asset.id, got: gotId, givenUnits, gotUnits, fees }
    this.#trade(part)
    this.#watcher?.traded({ part, act })
    return true
  }

  /** What one act adds to the trade of its day, or takes from it. */
  #trade(part: DayTrade): void {
    const by = this.#sign
    const sign = BigInt(by)
    this.#putTrade(tradeKey(part), (known) => {
      const fees = new Map<string, bigint>(known?.item.fees)
      const feeActs = new Map<string, number>(known?.feeActs)
      for (const [id, units] of part.fees) {
        fees.set(id, (fees.get(id) ?? 0n) + sign * units)
        feeActs.set(id, (feeActs.get(id) ?? 0) + by)
        if (feeActs.get(id) === 0) for (const map of [fees, feeActs]) map.delete(id)
      }
      const item: DayTrade = {
        ...part,
        givenUnits: (known?.item.givenUnits ?? 0n) + sign * part.givenUnits,
        gotUnits: (known?.item.gotUnits ?? 0n) + sign * part.gotUnits,
        fees: fees.size === 0 ? noFees : new Map([...fees].sort(([a], [b]) => byText(a, b)))
      }
      return { item, acts: (known?.acts ?? 0) + by, feeActs: feeActs.size === 0 ? noFees : feeActs }
    })
  }

  /** Also in the lists of the assets that it touches, or touched. */
  #putTrade(key: string, of: (known: Trade | undefined) => Trade): void {
    const known = this.#trades.get(key)
    const made = of(known)
    if (made.acts === 0) this.#trades.delete(key)
    else this.#trades.set(key, made)
    const before = known === undefined ? new Set<string>() : assetsIn(known.item)
    const after = made.acts === 0 ? new Set<string>() : assetsIn(made.item)
    for (const id of new Set([...before, ...after]))
      this.#lines(id).trade(key, (Number(after.has(id)) - Number(before.has(id))) as 1 | 0 | -1, made.item)
  }

  /** Leaves on the day of the withdrawal, arrives on that of the deposit; what is lost on the way is the sender's fee. */
  #transfer(act: Act, received: Act): void {
    const sent = onlyMoved(act)!
    const got = onlyMoved(received)!
    const { asset } = sent
    const [from, until] = [this.#when(act.at), this.#when(received.at)]
    const arrived = got.principal
    for (const amount of [sent.principal, arrived]) this.#units(asset, amount)
    const lost = this.#units(asset, sent.principal) + this.#units(asset, arrived)
    this.#move(act.account, asset, from, "transfer", `-${arrived}`, received, "principal", -1)
    this.#move(inTransit, asset, from, "transfer", arrived, received)
    this.#move(inTransit, asset, until, "transfer", `-${arrived}`, received, "principal", -1)
    this.#move(received.account, asset, until, "transfer", arrived, received)
    if (lost !== 0n) this.#lose(act, received, asset, from, lost)
    this.#fees(act, act.moved)
  }

  #lose(act: Act, received: Act, asset: AssetRef, when: When, units: bigint): void {
    const { account } = act
    this.#moveUnits(account, asset, when, "fee", units)
    const parts = [act, received].map((each): AmountPart => ({ act: each, asset: asset.id, of: "principal", sign: 1 }))
    this.#watcher?.moved({ account, asset: asset.id, ...when, kind: "fee", amount: decimal(units, this.#lines(asset.id).scale), parts })
  }

  #oneSided(act: Act): void {
    const when = this.#when(act.at)
    const { day } = when
    for (const { asset, principal } of act.moved) {
      if (principal === "0") continue
      const given = principal.startsWith("-")
      if (incomes.has(act.kind) || act.kind === "funding-payment")
        this.#move(act.account, asset, when, given ? "fee" : "income", principal, act)
      else {
        this.#move(act.account, asset, when, "external", principal, act)
        if (exchanges.has(act.kind)) this.#gap("unmatched-group", asset.id, day)
        else if (!outside.has(act.kind)) this.#gap("unclassified", asset.id, day)
      }
    }
    this.#fees(act, act.moved)
    if (act.kind === "fee" && act.groupId !== null) for (const { asset } of act.moved) this.#gap("unmatched-group", asset.id, day)
  }

  /** What has not changed is the same in it as in the one before. */
  projection(): FlowProjection {
    this.#movements.match()
    const before = this.#shown
    const assets: Array<readonly [string, FlowAsset]> = []
    for (const [id, lines] of this.#assets)
      if (lines.isEmpty) this.#assets.delete(id)
      else assets.push([id, lines.shown()])
    assets.sort(([a], [b]) => byText(a, b))
    const gaps = this.#gaps.list()
    if (
      before !== null &&
      before.gaps === gaps &&
      before.assets.size === assets.length &&
      assets.every(([id, asset]) => before.assets.get(id) === asset)
    )
      return before
    let first = Number.POSITIVE_INFINITY
    let last = Number.NEGATIVE_INFINITY
    for (const [, { columns }] of assets)
      for (const { moves } of columns) {
        first = Math.min(first, moves[0]!.day)
        last = Math.max(last, moves.at(-1)!.day)
      }
    this.#shown = {
      version: flowProjectionVersion,
      timeZone: this.#timeZone,
      assets: new Map(assets),
      gaps,
      span: last < first ? null : { first, last }
    }
    return this.#shown
  }
}

const tradeKey = ({ day, account, given, got }: DayTrade): string => `${day} ${given} ${got} ${account}`

/** Every asset that a trade touches. */
const assetsIn = ({ given, got, fees }: DayTrade): ReadonlySet<string> => new Set([given, got, ...fees.keys()])
