/**
 * Instants inside of days for which somebody asked what assets were worth: what nobody asks for is not read. In memory: whoever
 * asks again says so again, and what was read is kept.
 */
import { Context, type Effect, Latch, Layer } from "effect"
import type { OwnerId } from "../Ids.ts"

export interface WantedInstant {
  readonly owner: OwnerId
  readonly at: number
  /** Asset ids: what is priced, and in what. */
  readonly assets: ReadonlyArray<string>
  readonly currency: string
}

/** The last so many are remembered: years of large flows in several currencies. */
const most = 10_000

class Wanted {
  readonly #all = new Map<string, WantedInstant>()
  readonly #come = Latch.makeUnsafe()

  want(one: WantedInstant): void {
    const key = JSON.stringify([one.owner, one.at, one.currency, ...one.assets])
    if (!this.#all.delete(key)) Latch.openUnsafe(this.#come)
    this.#all.set(key, one)
    if (this.#all.size > most) this.#all.delete(this.#all.keys().next().value!)
  }

  /** Waits for one that nobody wanted before; what has come until `look` is known. */
  get next(): Effect.Effect<void> {
    return this.#come.await
  }

  look(): void {
    Latch.closeUnsafe(this.#come)
  }

  /** `null`: of every owner. */
  of(owner: OwnerId | null): ReadonlyArray<WantedInstant> {
    return [...this.#all.values()].filter((one) => owner === null || one.owner === owner)
  }
}

export class WantedInstants extends Context.Service<WantedInstants, Wanted>()("@caudal/engine/market/WantedInstants") {
  static readonly layer = Layer.sync(WantedInstants, () => new Wanted())
}
