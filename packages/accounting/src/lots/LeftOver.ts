import type { Rest } from "./Book.ts"

/** What is left when a book is closed. Of lots objects are made when they are read: a long history may hold most of what it ever bought. */
export class LeftOver {
  readonly #read: Array<Rest> = []
  #unread: { readonly rests: () => ReadonlyArray<Rest> } | null = null

  /** Nothing may be booked any more. */
  close(inventories: { readonly rests: () => ReadonlyArray<Rest> }): void {
    this.#unread = inventories
  }

  read(): Array<Rest> {
    const unread = this.#unread
    this.#unread = null
    if (unread !== null) for (const rest of unread.rests()) this.#read.push(rest)
    return this.#read
  }
}
