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

/** Before each month of a common year. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]

/** The number that the two digits at `i` say; −1 where they are none. */
const twoDigits = (text: string, i: number): number => {
  const tens = text.charCodeAt(i) - 48
  const ones = text.charCodeAt(i + 1) - 48
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1 : tens * 10 + ones
}

/** Of `2024-02-29`. A `RangeError` for anything else, and for a day that does not exist. Histories have many: no `Date`. */
export const parseDay = (text: string): number => {
  const century = twoDigits(text, 0)
  const short = twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const isSpelled = text.length === 10 && text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45
  const year = century * 100 + short
  const isMonth = isSpelled && century >= 0 && short >= 0 && month >= 1 && month <= 12
  const before = isMonth ? daysBefore[month - 1]! : 0
  const length = isMonth ? daysBefore[month]! - before + (month === 2 && isLeap(year) ? 1 : 0) : 0
  // also where it is not a number
  if (!(day >= 1 && day <= length)) throw new RangeError(`not a date: ${JSON.stringify(text)}`)
  const past = year - 1
  // 719,162 days lie between 0001-01-01 and 1970-01-01.
  const years = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162
  return years + before + (month > 2 && isLeap(year) ? 1 : 0) + day - 1
}

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
