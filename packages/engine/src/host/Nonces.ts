/**
 * Strictly rising nonces per key. A block is reserved in the database before its first number is used, so numbers rise
 * over restarts and clock steps; a block is short and young, so they also stay close to the clock, as exchanges demand.
 */
import type { Manifest } from "@caudal/exchange"
import { Clock, Context, Effect, Layer } from "effect"
import type { SqlError } from "effect/sql"
import { PaceStore } from "../storage/PaceStore.ts"

const blockSize = 64n
const blockAgeMs = 10_000

interface Block {
  next: bigint
  readonly end: bigint
  readonly madeAt: number
}

export class Nonces extends Context.Service<
  Nonces,
  {
    /** Must be called by one fiber at a time per key (the host holds the key's lock). */
    readonly next: (rule: Manifest["nonce"], keyId: string) => Effect.Effect<string, SqlError.SqlError>
  }
>()("@caudal/engine/host/Nonces") {
  static readonly layer = Layer.effect(
    Nonces,
    Effect.gen(function* () {
      const store = yield* PaceStore
      const blocks = new Map<string, Block>()
      const next = Effect.fnUntraced(function* (rule: Manifest["nonce"], keyId: string) {
        const now = yield* Clock.currentTimeMillis
        if (rule.kind === "none") return ""
        if (rule.kind === "timestamp") return String(now)
        let block = blocks.get(keyId)
        if (block === undefined || block.next >= block.end || now - block.madeAt > blockAgeMs) {
          const floor = yield* store.nonceCeiling(keyId)
          const clock = BigInt(now) * 10n ** BigInt(rule.digits - 13)
          const start = clock > floor ? clock : floor + 1n
          block = { next: start, end: start + blockSize, madeAt: now }
          yield* store.putNonceCeiling(keyId, block.end)
          blocks.set(keyId, block)
        }
        return String(block.next++)
      })
      return Nonces.of({ next })
    })
  )
}
