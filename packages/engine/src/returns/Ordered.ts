/** Things that several parts make together, by key, given out as a list in their order. What was given out is never changed. */
export class Ordered<K, A> {
  readonly #order: (a: A, b: A) => number
  /** With the number of parts: what has none is not there. */
  readonly #byKey = new Map<K, { item: A; parts: number }>()
  /** Keys that changed since the list was made, with what stands in it for them. */
  readonly #changed = new Map<K, A | undefined>()
  #list: ReadonlyArray<A> = []

  constructor(order: (a: A, b: A) => number) {
    this.#order = order
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0
  }

  /** A part comes (1), goes (-1), or only changes what is there (0). */
  change(key: K, parts: 1 | 0 | -1, of: (before: A | undefined) => A): void {
    const known = this.#byKey.get(key)
    if (!this.#changed.has(key)) this.#changed.set(key, known?.item)
    const item = of(known?.item)
    if (known === undefined) this.#byKey.set(key, { item, parts })
    else if (known.parts + parts === 0) this.#byKey.delete(key)
    else {
      known.item = item
      known.parts += parts
    }
  }

  /** Everything at once. */
  map(of: (item: A) => A): void {
    for (const [key, { item }] of this.#byKey) this.change(key, 0, () => of(item))
  }

  /** The same one as long as nothing changes. */
  list(): ReadonlyArray<A> {
    if (this.#changed.size === 0) return this.#list
    // Sorting all is quicker than finding the places of many.
    if (this.#changed.size > 16 + this.#list.length / 64)
      this.#list = Array.from(this.#byKey.values(), ({ item }) => item).sort(this.#order)
    else {
      const list = [...this.#list]
      for (const [key, was] of this.#changed) {
        const is = this.#byKey.get(key)
        const item = was ?? is?.item
        // It came and went since.
        if (item === undefined) continue
        const place = this.#placeOf(list, item)
        list.splice(place, was === undefined ? 0 : 1, ...(is === undefined ? [] : [is.item]))
      }
      this.#list = list
    }
    this.#changed.clear()
    return this.#list
  }

  /** Where it stands, or would: of things with the same place in the order there is one. */
  #placeOf(list: ReadonlyArray<A>, item: A): number {
    let [low, high] = [0, list.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#order(list[middle]!, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
