/** One sliding log per rate scope of an exchange, over all owners; pauses after a refusal; both survive a restart. */
import type { RateRule } from "@caudal/exchange"
import { Clock, Context, Effect, Layer } from "effect"
import type { SqlError } from "effect/sql"
import { PaceStore, type Pause } from "../storage/PaceStore.ts"
import * as SlidingLog from "./SlidingLog.ts"

/**
 * A restored entry holds when its request was sent. The exchange may have counted it somewhat later, so restored entries
 * are taken to be younger by this much (never beyond now).
 */
const restoredSlackMs = 2_000

interface Scope {
  readonly log: SlidingLog.SlidingLog
  pause: Pause | null
}

const freeAt = (scope: Scope, cost: number): number => Math.max(SlidingLog.freeAt(scope.log, cost), scope.pause?.until ?? 0)

export interface Slot {
  /** Tells the log when the reply was there. */
  readonly received: Effect.Effect<void>
}

export class Pacer extends Context.Service<
  Pacer,
  {
    /** Waits until a request of this scope and cost may go. `onWait` hears until when, and `null` when it goes on. */
    readonly acquire: (
      scope: string,
      rule: RateRule,
      onWait: (until: number | null) => Effect.Effect<void>,
      cost?: number
    ) => Effect.Effect<Slot, SqlError.SqlError>
    /** The exchange asked for a pause without refusing for the rate (maintenance): nothing more of this scope goes before it is over. */
    readonly hold: (scope: string, rule: RateRule, pauseMs: number) => Effect.Effect<void, SqlError.SqlError>
    /** The exchange refused: nothing more of this scope goes before the lockout is over. Gives its end. */
    readonly refused: (scope: string, rule: RateRule, retryAfterMs: number | null) => Effect.Effect<number, SqlError.SqlError>
  }
>()("@caudal/engine/host/Pacer") {
  /** `rateScale` divides windows and pauses; other than 1 only towards simulators. */
  static readonly layer = (rateScale: number) =>
    Layer.effect(
      Pacer,
      Effect.gen(function* () {
        const store = yield* PaceStore
        const scopes = new Map<string, Scope>()
        const scaled = (ms: number) => ms / rateScale

        const scopeOf = Effect.fnUntraced(function* (name: string, rule: RateRule) {
          const known = scopes.get(name)
          if (known !== undefined) return known
          const now = yield* Clock.currentTimeMillis
          const sent = yield* store.log(name)
          const log = SlidingLog.make(
            rule.budget,
            scaled(rule.windowMs),
            sent.map(({ slot, at }) => ({ slot, at: Math.min(now, at + scaled(restoredSlackMs)) }))
          )
          const scope: Scope = { log, pause: yield* store.pause(name) }
          // another fiber may have read the same scope meanwhile: the first one stays
          const raced = scopes.get(name)
          if (raced !== undefined) return raced
          scopes.set(name, scope)
          return scope
        })

        const acquire = Effect.fnUntraced(function* (
          name: string,
          rule: RateRule,
          onWait: (until: number | null) => Effect.Effect<void>,
          cost = 1
        ) {
          const scope = yield* scopeOf(name, rule)
          let waited = false
          let now = yield* Clock.currentTimeMillis
          SlidingLog.notAfter(scope.log, now)
          if (scope.pause !== null && scope.pause.refusedAt > now) {
            // the clock was set back meanwhile: the lockout is as long as it was, not as long as the clock went back
            scope.pause = { until: now + (scope.pause.until - scope.pause.refusedAt), refusedAt: now }
            yield* store.putPause(name, scope.pause)
          }
          let until = freeAt(scope, cost)
          while (until > now) {
            waited = true
            yield* onWait(Math.ceil(until))
            yield* Effect.sleep(Math.max(1, Math.ceil(until - now)))
            now = yield* Clock.currentTimeMillis
            until = freeAt(scope, cost)
          }
          // nothing may run between the look and the taking, or two fibers would take one slot
          const slots = Array.from({ length: Math.min(cost, rule.budget) }, () => SlidingLog.take(scope.log, now))
          if (waited) yield* onWait(null)
          for (const slot of slots) yield* store.record(name, slot, now)
          return {
            received: Effect.map(Clock.currentTimeMillis, (at) => {
              for (const slot of slots) SlidingLog.received(scope.log, slot, at)
            })
          }
        })

        const hold = Effect.fnUntraced(function* (name: string, rule: RateRule, pauseMs: number) {
          const scope = yield* scopeOf(name, rule)
          const until = Math.ceil((yield* Clock.currentTimeMillis) + scaled(pauseMs))
          scope.pause = { until: Math.max(scope.pause?.until ?? 0, until), refusedAt: scope.pause?.refusedAt ?? 0 }
          yield* store.putPause(name, scope.pause)
        })

        const refused = Effect.fnUntraced(function* (name: string, rule: RateRule, retryAfterMs: number | null) {
          const scope = yield* scopeOf(name, rule)
          const now = yield* Clock.currentTimeMillis
          const before = scope.pause
          // what is refused during a pause was sent before it: the same refusal, not a second one
          const repeated = before !== null && now >= before.until && now - before.refusedAt < scaled(rule.repeatWithinMs)
          const lockout = scaled(Math.max(retryAfterMs ?? 0, repeated ? rule.repeatedLockoutMs : rule.lockoutMs))
          scope.pause = { until: Math.max(before?.until ?? 0, Math.ceil(now + lockout)), refusedAt: now }
          yield* store.putPause(name, scope.pause)
          return scope.pause.until
        })

        return Pacer.of({ acquire, hold, refused })
      })
    )
}
