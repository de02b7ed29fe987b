/**
 * Remembers the results that were asked for last, as long as together they weigh no more than `most`: so many of them, where nothing
 * else is said. The last one stays whatever it weighs. What is asked for again by its key is not made again.
 */
export class KeepLast<A> {
  readonly #most: number
  readonly #kept = new Map<string, { readonly value: A; readonly weight: number }>()
  #weight = 0

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): A | undefined {
    const found = this.#kept.get(key)
    if (found !== undefined) this.set(key, found.value, found.weight)
    return found?.value
  }

  /** In the place of what is there, which may weigh something else by now. */
  set(key: string, value: A, weight = 1): A {
    this.drop(key)
    this.#kept.set(key, { value, weight })
    this.#weight += weight
    for (const other of this.#kept.keys()) {
      if (this.#weight <= this.#most || other === key) break
      this.drop(other)
    }
    return value
  }

  drop(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0
    this.#kept.delete(key)
  }

  /** `make` runs where nothing is kept. */
  orMake(key: string, make: () => A): A {
    return this.get(key) ?? this.set(key, make())
  }
}
