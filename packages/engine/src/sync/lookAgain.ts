/** When to ask once more for what hardly ever changes: rarely, and the less often the longer it has been so. */
const dayMs = 24 * 3_600_000

/** The end of a list that two runs have seen: after a day, then whenever as much time has passed as it has been known. */
export const endIsDue = ({ since, seen }: { readonly since: number; readonly seen: number }, now: number): boolean =>
  now - seen >= Math.max(dayMs, seen - since)

/**
 * Rows far down whose status is not final: after a tenth of the time for which the oldest has been open, and at least once a
 * day. `seen`: when they were last looked at.
 */
export const openIsDue = (since: number, seen: number | null, now: number): boolean =>
  seen === null || now - seen >= Math.min(dayMs, (seen - since) / 10)
