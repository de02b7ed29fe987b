/** Days of the civil calendar as whole numbers: 0 is 1970-01-01. No clock and no zone in here. */
export interface Civil {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

export const msPerDay = 86_400_000

/** The day number of a civil date; a date that does not exist (29 February of a common year) rolls over to the next one. */
export const dayNumber = ({ year, month, day }: Civil): number => Math.floor(Date.UTC(year, month - 1, day) / msPerDay)

export const civilOf = (day: number): Civil => {
  const date = new Date(day * msPerDay)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** `2024-02-29`. */
export const dayText = (day: number): string => new Date(day * msPerDay).toISOString().slice(0, 10)

export const parseDay = (text: string): number => {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // `Date.parse` rolls 30 February over to March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) throw new RangeError(`not a date: ${JSON.stringify(text)}`)
  return ms / msPerDay
}

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
