/** Which lists of a stream are read. Pure. */
import type { Dimension, StreamSpec } from "@caudal/exchange"

/**
 * The lists that are open: always those without assets, the others from the day one of their assets was seen, and what
 * was ever read, listed or not. `plan`: what the adapter says there is, `null` where the codes seen are the lists.
 */
export const openLists = (
  spec: StreamSpec,
  plan: ReadonlyArray<Dimension> | null,
  read: ReadonlyArray<string>,
  seen: ReadonlySet<string>
): ReadonlyArray<string> => {
  if (spec.fanOut === null) return [""]
  const open =
    plan === null ? [...seen] : plan.filter(({ assets }) => assets === null || assets.some((asset) => seen.has(asset))).map(({ id }) => id)
  return [...new Set([...read, ...open])].sort()
}

/** Every list there is is open: nothing that is still to be seen can open another. */
export const allOpen = (spec: StreamSpec, plan: ReadonlyArray<Dimension> | null, open: ReadonlyArray<string>): boolean =>
  spec.fanOut === null || (plan !== null && plan.every(({ id }) => open.includes(id)))
