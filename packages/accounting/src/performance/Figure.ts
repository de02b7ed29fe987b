/** A rate or statistic, or the reason why there is none. Never NaN, infinite, or zero for unknown. */
export type Figure = { readonly value: number; readonly reason: null } | { readonly value: null; readonly reason: string }

export const undefinedBecause = (reason: string): Figure => ({ value: null, reason })

/** A finite number is a figure; anything else is undefined for `reason`. */
export const figure = (value: number, reason: string): Figure =>
  Number.isFinite(value) ? { value, reason: null } : undefinedBecause(reason)
