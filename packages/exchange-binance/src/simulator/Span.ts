/** Parameters that say which rows are asked for, and the refusals of those that Binance does not take. */
import type { Answer } from "@caudal/exchange/simulator"
import { illegal, missing, tooWide } from "./Errors.ts"
import type { ReadRequest } from "./Read.ts"

export const day = 86_400_000

export interface Span {
  readonly start: string
  readonly end: string
  /** The longest that may be asked for; at this length it is refused. */
  readonly longestMs: number
  /** Without both ends, the call is refused. */
  readonly mandatory?: boolean
}
export const sapi: Span = { start: "startTime", end: "endTime", longestMs: 90 * day }
export const fiat: Span = { start: "beginTime", end: "endTime", longestMs: Infinity }
export const c2c: Span = { start: "startTimestamp", end: "endTimestamp", longestMs: 30 * day }

/** What lies between both ends, by default the last 30 days; a refusal where that is asked wrongly. */
export const between = (
  { fields, now }: ReadRequest,
  { start, end, longestMs, mandatory = false }: Span,
  refusal = tooWide
): { readonly start: number; readonly end: number } | Answer => {
  const [from, to] = [fields.get(start), fields.get(end)]
  for (const [name, text] of [
    [start, from],
    [end, to]
  ] as const) {
    if (text === null && mandatory) return missing(name)
    if (text !== null && !/^\d{1,16}$/.test(text)) return illegal(name)
  }
  const last = to === null ? (from === null ? now : Number(from) + 30 * day) : Number(to)
  const first = from === null ? last - 30 * day : Number(from)
  return last - first >= longestMs ? refusal : { start: first, end: last }
}

export const countIn = (fields: URLSearchParams, name: string, usual: number, most: number): number | Answer => {
  const text = fields.get(name)
  if (text === null) return usual
  return /^\d{1,9}$/.test(text) ? Math.min(most, Number(text)) : illegal(name)
}

export const isAnswer = (value: object | number): value is Answer => typeof value === "object" && "body" in value
