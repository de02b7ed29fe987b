import { type Age, byAge, type Lot } from "./Lot.ts"
import type { Lots } from "./Lots.ts"
import { isOpen, type OpenLot, type OpenLots } from "./OpenLots.ts"

/** Open lots by age, of which the oldest or the newest is taken. */
export class LotsByAge implements OpenLots {
  readonly #made: Lots
  #lots: Array<OpenLot>
  #head = 0
  /** Lots from the head on without units left, about. */
  #usedUp = 0
  /** Which is taken. */
  end: "oldest" | "newest" = "oldest"

  /** `made`: all of the book. `lots`: oldest first. */
  constructor(made: Lots, lots: ReadonlyArray<OpenLot>) {
    this.#made = made
    this.#lots = [...lots]
  }

  all(): ReadonlyArray<OpenLot> {
    return this.#lots.slice(this.#head).filter(isOpen)
  }

  put(lot: OpenLot): void {
    this.#dropUsedUp()
    const lots = this.#lots
    const last = lots.length - 1
    const age = this.#made.ageOf(lot)
    if (last < this.#head || byAge(this.#ageAt(last), age) <= 0) {
      lots.push(lot)
      return
    }
    // A lot that was acquired earlier than it came here.
    let from = this.#head
    let until = last
    while (from < until) {
      const middle = (from + until) >> 1
      if (byAge(this.#ageAt(middle), age) <= 0) from = middle + 1
      else until = middle
    }
    lots.splice(from, 0, lot)
  }

  #ageAt(at: number): Age {
    return this.#made.ageOf(this.#lots[at]!)
  }

  /** Once they are the most. */
  #dropUsedUp(): void {
    const { length } = this.#lots
    const head = this.#head
    if (head > 1024 && 2 * head > length) this.#lots = this.#lots.slice(head)
    else if (this.#usedUp > 1024 && 2 * this.#usedUp > length) {
      this.#lots = this.#lots.slice(head).filter(isOpen)
      this.#usedUp = 0
    } else return
    this.#head = 0
  }

  /** A lot among these has no units left. */
  usedUp(): void {
    this.#usedUp++
  }

  next(): OpenLot | undefined {
    const lots = this.#lots
    if (this.end === "newest") {
      for (; lots.length > this.#head; lots.pop(), this.#usedUp--) {
        const lot = lots[lots.length - 1]!
        if (isOpen(lot)) return lot
      }
      return undefined
    }
    for (; this.#head < lots.length; this.#usedUp--) {
      const lot = lots[this.#head]!
      if (typeof lot === "number" || lot.left > 0n) return lot
      // Let go of: what an old array holds lives as long as it.
      lots[this.#head++] = lot.place
    }
    return undefined
  }

  drop(): void {
    if (this.end === "newest") this.#lots.pop()
    else this.#head++
  }

  touch(pooled: boolean): Lot {
    const at = this.end === "newest" ? this.#lots.length - 1 : this.#head
    return (this.#lots[at] = this.#made.bought(this.#lots[at] as number, pooled))
  }

  /** As {@link all}, of which each is made a lot. */
  touchAll(pooled: boolean): ReadonlyArray<Lot> {
    for (let at = this.#head; at < this.#lots.length; at++) {
      const lot = this.#lots[at]!
      if (typeof lot === "number") this.#lots[at] = this.#made.bought(lot, pooled)
    }
    return this.all() as ReadonlyArray<Lot>
  }
}
