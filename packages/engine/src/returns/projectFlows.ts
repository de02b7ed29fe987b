/** From ledger rows to the movements of days. Pure, and a fold: rows come one by one and are not kept. */
import { type DayOf, decimal, decimalsOf, tenTo, unitsAt } from "@caudal/accounting"
import type { AssetRef } from "../assets/Asset.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import { type Act, actKeyOf, actsOf, type Moved } from "../portfolio/Act.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import { begunAt } from "../portfolio/openingLots.ts"
import type { AmountPart } from "../portfolio/Amount.ts"
import { onlyMoved, ownTransfers } from "../portfolio/ownTransfers.ts"
import {
  type DayMove,
  type DayTrade,
  type FlowGap,
  type FlowProjection,
  flowProjectionVersion,
  inTransit,
  type MoveKind,
  moveKinds
} from "./FlowProjection.ts"
import type { FlowWatcher } from "./FlowTrace.ts"

const incomes = new Set<Act["kind"]>(["reward", "interest", "airdrop", "referral"])
const exchanges = new Set<Act["kind"]>(["trade", "conversion"])
const outside = new Set<Act["kind"]>(["deposit", "withdrawal", "card"])

/** Rows of one act lie no further apart; one that comes later is an act of its own. */
const mostDaysApart = 40

interface Column {
  readonly identity: AssetRef
  scale: number
  readonly accounts: Map<string, Map<number, DayMove>>
}

interface Trade extends Omit<DayTrade, "fees"> {
  givenUnits: bigint
  gotUnits: bigint
  readonly fees: Map<string, bigint>
}

const emptyMove = (day: number): DayMove => ({
  day,
  net: 0n,
  external: 0n,
  transfer: 0n,
  income: 0n,
  fee: 0n,
  tradeFee: 0n,
  rebate: 0n,
  traded: 0n
})

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export class FlowFold {
  readonly #resolve: Resolve
  readonly #timeZone: string
  readonly #dayOf: DayOf
  readonly #open = new Map<string, { readonly day: number; readonly rows: Array<Transaction> }>()
  /** Deposits and withdrawals wait for the end: a partner may carry their name later. */
  readonly #movements: Array<Act> = []
  readonly #assets = new Map<string, Column>()
  readonly #trades = new Map<string, Trade>()
  /** When the first row of a connection was. */
  readonly #firsts = new Map<number, number>()
  readonly #gaps = new Map<string, { -readonly [key in keyof FlowGap]: FlowGap[key] }>()

  readonly #watcher: FlowWatcher | undefined

  constructor(resolve: Resolve, timeZone: string, dayOf: DayOf, watcher?: FlowWatcher) {
    this.#watcher = watcher
    this.#resolve = resolve
    this.#timeZone = timeZone
    this.#dayOf = dayOf
  }

  /** Rows in the contract's order. */
  add(row: Transaction): void {
    if (!this.#firsts.has(row.connectionId)) this.#firsts.set(row.connectionId, row.at)
    if (row.status !== "settled") return
    if (row.groupId === null) {
      this.#take([row])
      return
    }
    const day = this.#day(row.at)
    for (const [key, { day: since, rows }] of this.#open) {
      if (since >= day - mostDaysApart) break
      this.#open.delete(key)
      this.#take(rows)
    }
    const key = actKeyOf(row)
    const known = this.#open.get(key)
    if (known === undefined) this.#open.set(key, { day, rows: [row] })
    else known.rows.push(row)
  }

  /** What the owner says was there at first: it came from outside, as what is read of it came. After all rows. */
  open({ exchange, accountKey, amount, opening }: AccountOpening): void {
    const at = begunAt(opening, this.#firsts.get(opening.connectionId))
    const asset = this.#resolve({ exchange, code: opening.asset, at: opening.at })
    if (asset.status === "unknown") this.#gap("unknown-asset", asset.id, this.#day(at))
    const account = `${exchange}:${accountKey}`
    this.#move(account, asset, this.#day(at), "external", amount, null)
  }

  end(): FlowProjection {
    for (const { rows } of this.#open.values()) this.#take(rows)
    this.#open.clear()
    const acts = this.#movements.splice(0).sort((a, b) => a.at - b.at)
    const transfers = ownTransfers(acts)
    const arrivals = new Set(transfers.values())
    for (const act of acts) {
      const received = transfers.get(act)
      if (received !== undefined) this.#transfer(act, received)
      else if (!arrivals.has(act)) this.#oneSided(act)
      else this.#fees(act, act.moved)
    }
    return this.#projection()
  }

  #day(at: number): number {
    return this.#dayOf({ ms: at, day: null })
  }

  #take(rows: ReadonlyArray<Transaction>): void {
    for (const act of actsOf(rows, this.#resolve)) {
      for (const { asset } of act.moved) if (asset.status === "unknown") this.#gap("unknown-asset", asset.id, this.#day(act.at))
      if (exchanges.has(act.kind) && this.#exchange(act)) continue
      if (outside.has(act.kind) || act.kind === "transfer" || act.kind === "staking-in" || act.kind === "staking-out")
        this.#movements.push(act)
      else this.#oneSided(act)
    }
  }

  #gap(code: FlowGap["code"], asset: string, day: number): void {
    const key = `${day} ${code} ${asset}`
    const known = this.#gaps.get(key)
    if (known === undefined) this.#gaps.set(key, { code, asset, day, count: 1 })
    else known.count++
  }

  #column(asset: AssetRef): Column {
    const known = this.#assets.get(asset.id)
    if (known !== undefined) return known
    const fresh = { identity: asset, scale: 8, accounts: new Map() }
    this.#assets.set(asset.id, fresh)
    return fresh
  }

  /** In the asset's units; an amount with more decimals makes the units of all its days finer. */
  #units(asset: AssetRef, amount: string): bigint {
    const column = this.#column(asset)
    const decimals = decimalsOf(amount)
    if (decimals > column.scale) {
      const by = tenTo(decimals - column.scale)
      column.scale = decimals
      for (const days of column.accounts.values())
        for (const move of days.values()) for (const kind of ["net", ...moveKinds] as const) move[kind] *= by
      for (const trade of this.#trades.values()) {
        if (trade.given === asset.id) trade.givenUnits *= by
        if (trade.got === asset.id) trade.gotUnits *= by
        const fee = trade.fees.get(asset.id)
        if (fee !== undefined) trade.fees.set(asset.id, fee * by)
      }
    }
    return unitsAt(amount, column.scale)
  }

  /** `act`: whose postings they are, its principals or its fees, `sign` times; null: the owner's word. */
  #move(
    account: string,
    asset: AssetRef,
    day: number,
    kind: MoveKind,
    amount: string,
    act: Act | null,
    of: AmountPart["of"] = "principal",
    sign: 1 | -1 = 1
  ): void {
    if (amount === "0") return
    const units = this.#units(asset, amount)
    const { accounts } = this.#column(asset)
    const days = accounts.get(account) ?? new Map<number, DayMove>()
    if (days.size === 0) accounts.set(account, days)
    const move = days.get(day) ?? emptyMove(day)
    days.set(day, move)
    move[kind] += units
    move.net += units
    this.#watcher?.moved({ account, asset: asset.id, day, kind, amount, parts: act === null ? [] : [{ act, asset: asset.id, of, sign }] })
  }

  #fees(act: Act, moved: ReadonlyArray<Moved>): void {
    for (const { asset, fee } of moved)
      this.#move(act.account, asset, this.#day(act.at), fee.startsWith("-") ? "fee" : "income", fee, act, "fee")
  }

  /** `false` where it is not one asset for another. */
  #exchange(act: Act): boolean {
    const principals = act.moved.filter(({ principal }) => principal !== "0")
    const given = principals.find(({ principal }) => principal.startsWith("-"))
    const got = principals.find(({ principal }) => !principal.startsWith("-"))
    if (principals.length !== 2 || given === undefined || got === undefined) return false
    const gotUnits = this.#units(got.asset, got.principal) + this.#units(got.asset, got.fee)
    if (gotUnits < 0n) return false
    const day = this.#day(act.at)
    const { account } = act
    const key = `${day} ${given.asset.id} ${got.asset.id} ${account}`
    const trade: Trade = this.#trades.get(key) ?? {
      day,
      account,
      given: given.asset.id,
      got: got.asset.id,
      givenUnits: 0n,
      gotUnits: 0n,
      fees: new Map()
    }
    // Before its units: finer units of an asset reach the trades that are in the map.
    this.#trades.set(key, trade)
    for (const { asset, principal, fee } of act.moved) {
      this.#move(account, asset, day, "traded", principal, act)
      const netted = asset.id === got.asset.id
      this.#move(account, asset, day, netted || fee.startsWith("-") ? "tradeFee" : "rebate", fee, act, "fee")
      if (fee !== "0" && !netted) {
        const units = this.#units(asset, fee)
        trade.fees.set(asset.id, (trade.fees.get(asset.id) ?? 0n) + units)
      }
    }
    trade.givenUnits -= this.#units(given.asset, given.principal)
    trade.gotUnits += this.#units(got.asset, got.principal) + this.#units(got.asset, got.fee)
    this.#watcher?.traded(trade, act)
    return true
  }

  /** Leaves on the day of the withdrawal, arrives on that of the deposit; what is lost on the way is the sender's fee. */
  #transfer(act: Act, received: Act): void {
    const sent = onlyMoved(act)!
    const got = onlyMoved(received)!
    const { asset } = sent
    const [from, until] = [this.#day(act.at), this.#day(received.at)]
    const arrived = got.principal
    const out = this.#units(asset, sent.principal)
    const lost = out + this.#units(asset, arrived)
    this.#move(act.account, asset, from, "transfer", `-${arrived}`, received, "principal", -1)
    this.#move(inTransit, asset, from, "transfer", arrived, received)
    this.#move(inTransit, asset, until, "transfer", `-${arrived}`, received, "principal", -1)
    this.#move(received.account, asset, until, "transfer", arrived, received)
    if (lost !== 0n) this.#lose(act, received, asset, from, lost)
    this.#fees(act, act.moved)
  }

  #lose(act: Act, received: Act, asset: AssetRef, day: number, units: bigint): void {
    const { account } = act
    const { scale, accounts } = this.#column(asset)
    const move = accounts.get(account)!.get(day)!
    move.fee += units
    move.net += units
    const parts = [act, received].map((each): AmountPart => ({ act: each, asset: asset.id, of: "principal", sign: 1 }))
    this.#watcher?.moved({ account, asset: asset.id, day, kind: "fee", amount: decimal(units, scale), parts })
  }

  #oneSided(act: Act): void {
    const day = this.#day(act.at)
    for (const { asset, principal } of act.moved) {
      if (principal === "0") continue
      const given = principal.startsWith("-")
      if (incomes.has(act.kind) || act.kind === "funding-payment")
        this.#move(act.account, asset, day, given ? "fee" : "income", principal, act)
      else {
        this.#move(act.account, asset, day, "external", principal, act)
        if (exchanges.has(act.kind)) this.#gap("unmatched-group", asset.id, day)
        else if (!outside.has(act.kind)) this.#gap("unclassified", asset.id, day)
      }
    }
    this.#fees(act, act.moved)
    if (act.kind === "fee" && act.groupId !== null) for (const { asset } of act.moved) this.#gap("unmatched-group", asset.id, day)
  }

  #projection(): FlowProjection {
    let first = Number.POSITIVE_INFINITY
    let last = Number.NEGATIVE_INFINITY
    const assets = [...this.#assets]
      .sort(([a], [b]) => byText(a, b))
      .map(([id, { identity, scale, accounts }]) => {
        const columns = [...accounts]
          .sort(([a], [b]) => byText(a, b))
          .map(([account, days]) => {
            const moves = [...days.values()].sort((a, b) => a.day - b.day)
            first = Math.min(first, moves[0]!.day)
            last = Math.max(last, moves.at(-1)!.day)
            return { account, moves }
          })
        return [id, { identity, scale, columns }] as const
      })
    const trades = [...this.#trades].sort(([a, { day }], [b, { day: other }]) => day - other || byText(a, b)).map(([, trade]) => trade)
    const gaps = [...this.#gaps].sort(([a, { day }], [b, { day: other }]) => day - other || byText(a, b)).map(([, gap]) => gap)
    return {
      version: flowProjectionVersion,
      timeZone: this.#timeZone,
      assets: new Map(assets),
      trades,
      gaps,
      span: last < first ? null : { first, last }
    }
  }
}

/** The movements of all rows, which come in the contract's order. Never fails and never guesses. */
export const projectFlows = (
  rows: Iterable<Transaction>,
  resolve: Resolve,
  timeZone: string,
  dayOf: DayOf,
  openings: ReadonlyArray<AccountOpening> = [],
  watcher?: FlowWatcher
): FlowProjection => {
  const fold = new FlowFold(resolve, timeZone, dayOf, watcher)
  for (const row of rows) fold.add(row)
  for (const opening of openings) fold.open(opening)
  return fold.end()
}
