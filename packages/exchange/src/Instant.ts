/**
 * Instants as whole epoch milliseconds (UTC). Time is not money: a `number` holds every millisecond exactly until the
 * year 285,616. Ranks and ids, never clock fractions, order rows that share an instant.
 */
export type EpochMillis = number

const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/

/**
 * Reads an ISO 8601 instant with any zone spelling an exchange uses (`Z`, `+0000`, `+00:00`), with or without a
 * fraction. `undefined` when the text has no zone, is not a date, or names a day that does not exist.
 */
export const parse = (text: unknown): EpochMillis | undefined => {
  if (typeof text !== "string") return undefined
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = match
  const ms = Math.trunc(Number((fraction + "00").slice(0, 3)))
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms)
  const check = new Date(at)
  if (
    check.getUTCFullYear() !== Number(year) ||
    check.getUTCDate() !== Number(day) ||
    check.getUTCMonth() + 1 !== Number(month) ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59
  )
    return undefined
  if (zone === "Z") return at
  const digits = zone.replace(":", "")
  const offset = (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))) * 60_000
  return digits.startsWith("-") ? at + offset : at - offset
}

/** `2017-07-30T22:59:23.000Z`. */
export const format = (at: EpochMillis): string => new Date(at).toISOString()
