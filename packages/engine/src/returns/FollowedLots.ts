/**
 * The lots of a scope, in one currency and by one method, which follow the acts, what the owner says was there at first, and the
 * closes: of days of which nothing changed nothing is worked out again. At any time it says the same as one that was just made.
 */
import { type DayOf, LiveBook, type LotEvent, multiply } from "@caudal/accounting"
import { relations } from "../assets/AssetRelation.ts"
import type { Resolve } from "../assets/resolve.ts"
import type { Act } from "../portfolio/Act.ts"
import type { AccountOpening } from "../portfolio/LotProjection.ts"
import type { GainMethod } from "../portfolio/LotSettings.ts"
import { type FirstRowOf, openingLots } from "../portfolio/openingLots.ts"
import { type ActMatches, matchActs, writeAct } from "../portfolio/projectLots.ts"
import { Projector } from "../portfolio/Projector.ts"
import { inTradeOrder } from "../portfolio/tradeOrder.ts"
import type { CloseOf } from "./ClosePrices.ts"
import type { ActDays } from "./LotActs.ts"
import { PackedActs } from "./PackedActs.ts"
import { covers, type ReturnScope } from "./ReturnScope.ts"

export interface LotsInput {
  readonly acts: ActDays
  readonly openings: ReadonlyArray<AccountOpening>
  readonly firstRowOf: FirstRowOf
  readonly resolve: Resolve
  readonly dayOf: DayOf
  /** Says what was asked of it. */
  readonly closeOf: CloseOf
  /** The same closes; nobody is told. */
  readonly closes: CloseOf
  /** The last day: what comes later is of interest only as the other end of a transfer. */
  readonly end: number
}

export interface LotsOf {
  /** Whose acts; what is an own transfer depends on it. */
  readonly scope: Exclude<ReturnScope, { readonly kind: "asset" }>
  /** Asset id. */
  readonly currency: string
  readonly method: GainMethod
  /** Whose midnight begins a day. */
  readonly timeZone: string
}

/** A day with all that its events were made of. */
interface Day {
  readonly acts: PackedActs
  /** By asset, the closes that were asked for. */
  readonly asked: ReadonlyMap<string, string | null>
  readonly opened: ReadonlyArray<LotEvent>
  readonly events: ReadonlyArray<LotEvent>
}

const noActs = new PackedActs([])
const noEvents: ReadonlyArray<LotEvent> = []
const noMatches: ActMatches = { transfers: new Map(), steps: new Map(), ends: new Set() }
const noDay: Day = { acts: noActs, asked: new Map(), opened: noEvents, events: noEvents }

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

export class FollowedLots {
  readonly #of: LotsOf
  readonly #book: LiveBook
  #days: ReadonlyMap<number, Day> = new Map()
  #matches = noMatches
  /** Of the scope. */
  #allEnds: ReadonlyArray<Act> = []

  constructor(of: LotsOf) {
    this.#of = of
    this.#book = new LiveBook({ method: of.method, dayBoundary: of.timeZone, gifts: "disposedAtMarketValue" })
  }

  /** How many events it holds. */
  get size(): number {
    let size = 0
    for (const { events } of this.#days.values()) size += events.length
    return size
  }

  /** The book at the end of the last day; good until the next call. */
  of(input: LotsInput): LiveBook {
    const { acts, end } = input
    const ends = this.#endsOf(acts)
    const isSameEnds = ends.length === this.#allEnds.length && ends.every((act, i) => act === this.#allEnds[i])
    const matches = isSameEnds ? this.#matches : matchActs(ends, relations)
    const opened = this.#opened(input)
    const days = new Map<number, Day>()
    const [gone, come]: [Array<string>, Array<LotEvent>] = [[], []]
    for (const day of [...new Set([...opened.keys(), ...acts.keys()])].sort((a, b) => a - b)) {
      if (day > end) break
      const before = this.#days.get(day) ?? noDay
      const now = { acts: acts.get(day) ?? noActs, opened: opened.get(day) ?? noEvents }
      const made = this.#holds(before, now, matches, day, input.closes) ? before : this.#made(now, matches, day, input.closes)
      for (const asset of made.asked.keys()) input.closeOf(asset, day)
      days.set(day, made)
      if (made !== before) replace(before.events, made.events, gone, come)
    }
    for (const [day, { events }] of this.#days) if (!days.has(day)) for (const { id } of events) gone.push(id)
    this.#book.replace(gone, come)
    this.#days = days
    this.#matches = matches
    this.#allEnds = ends
    return this.#book
  }

  /** All that may be the end of something, in order. */
  #endsOf(acts: ActDays): ReadonlyArray<Act> {
    return [...acts]
      .sort(([a], [b]) => a - b)
      .flatMap(([, { ends }]) => (ends.length === 0 || this.#isWhole ? ends : ends.filter((act) => this.#covers(act))))
  }

  get #isWhole(): boolean {
    return this.#of.scope.kind === "portfolio"
  }

  #covers({ account }: Pick<Act, "account">): boolean {
    return covers(this.#of.scope, "", account)
  }

  /** What the owner says was there at first, at its worth when it came, by day. */
  #opened({ openings, firstRowOf, resolve, dayOf }: LotsInput): ReadonlyMap<number, ReadonlyArray<LotEvent>> {
    const { scope, currency } = this.#of
    const said = openings.filter(({ exchange, accountKey }) => covers(scope, "", `${exchange}:${accountKey}`))
    const input = { openings: said, resolve, currency, priceAt: () => null, foreignMoneyInLots: true }
    const events = openingLots(input, firstRowOf).flatMap(({ event }) => (event === null ? [] : [event]))
    return Map.groupBy(events, ({ time }) => dayOf({ ms: Date.parse(time), day: null }))
  }

  #holds(before: Day, { acts, opened }: Pick<Day, "acts" | "opened">, matches: ActMatches, day: number, closes: CloseOf): boolean {
    if (before.acts !== acts || !isSame(before.opened, opened)) return false
    for (const [asset, amount] of before.asked) if ((closes(asset, day)?.amount ?? null) !== amount) return false
    const was = this.#matches
    if (was === matches) return true
    return acts.ends.every(
      (act) =>
        was.transfers.get(act) === matches.transfers.get(act) &&
        was.steps.get(act) === matches.steps.get(act) &&
        was.ends.has(act) === matches.ends.has(act)
    )
  }

  #made(now: Pick<Day, "acts" | "opened">, matches: ActMatches, day: number, closes: CloseOf): Day {
    const asked = new Map<string, string | null>()
    const priceAt = (asset: string) => {
      const close = closes(asset, day)
      asked.set(asset, close?.amount ?? null)
      return close
    }
    const projector = new Projector({ currency: this.#of.currency, priceAt, relations, foreignMoneyInLots: true })
    const acts = now.acts.read()
    const own = this.#isWhole ? acts : acts.filter((act) => this.#covers(act))
    for (const act of inTradeOrder(own)) writeAct(projector, act, matches)
    const events = [...now.opened, ...projector.events].map((event): LotEvent => {
      if (event.type !== "opening" && event.type !== "gift_out") return event
      const price = priceAt(event.asset)
      const total = price === null ? null : multiply(event.quantity, price.amount)
      if (event.subtype === "funding-payment") return { ...event, type: event.type === "opening" ? "income" : "fee", total }
      if (event.type !== "gift_out") return { ...event, total }
      // Wherever units went, they went at their value.
      const { unexplained: _nobodyKnows, ...gone } = event
      return { ...gone, total }
    })
    return { ...now, asked, events }
  }
}

/** From the first that is another on: of one time, what comes later goes after what stays. */
const replace = (was: ReadonlyArray<LotEvent>, is: ReadonlyArray<LotEvent>, gone: Array<string>, come: Array<LotEvent>): void => {
  let from = 0
  while (from < was.length && from < is.length && isSame(was[from], is[from])) from++
  for (const { id } of was.slice(from)) gone.push(id)
  for (const event of is.slice(from)) come.push(event)
}
