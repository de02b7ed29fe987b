/** Remembers the few results that were asked for last. What is asked for again by its key is not made again. */
export class KeepLast<A> {
  readonly #most: number
  readonly #kept = new Map<string, A>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): A | undefined {
    const found = this.#kept.get(key)
    if (found !== undefined) this.set(key, found)
    return found
  }

  set(key: string, value: A): A {
    this.#kept.delete(key)
    this.#kept.set(key, value)
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!)
    return value
  }

  drop(key: string): void {
    this.#kept.delete(key)
  }

  /** `make` runs where nothing is kept. */
  orMake(key: string, make: () => A): A {
    return this.get(key) ?? this.set(key, make())
  }
}
