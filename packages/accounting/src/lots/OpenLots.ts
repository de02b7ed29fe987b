import type { Lot, SavedLot } from "./Lot.ts"

/**
 * A lot that is open. Until something is taken from a purchase it is only its place, of which {@link Lots.bought} makes the lot:
 * most of a long history's lots are never looked at before that, and objects that live long are what the collector
 * spends its time on.
 */
export type OpenLot = Lot | number

/** A moment of it, to go back to. What is only a place stays what it is. */
export type SavedOpenLot = SavedLot | number

export const saveOpen = (lot: OpenLot): SavedOpenLot => (typeof lot === "number" ? lot : lot.save())

/** The lot itself goes back to what it was: nothing may rest on what it has become since. */
export const restoreOpen = (saved: SavedOpenLot): OpenLot => (typeof saved === "number" ? saved : saved.lot.restore(saved))

export const isOpen = (lot: OpenLot): boolean => typeof lot === "number" || lot.left > 0n

/** Open lots in an order by which they are taken. */
export interface OpenLots {
  readonly put: (lot: OpenLot) => void
  /** The one to take from; a place: nothing was taken from it. */
  readonly next: () => OpenLot | undefined
  /** Lets go of the next, which is only a place. */
  readonly drop: () => void
  /** Makes the next, which is only a place, a lot. `pooled`: its cost is a pool's. */
  readonly touch: (pooled: boolean) => Lot
  /** Those with units left, oldest first. */
  readonly all: () => ReadonlyArray<OpenLot>
}
