/**
 * Lists that are asked for by page number: `<page>`. Binance tells how many rows there are in all. A page that is short
 * although more are promised is asked for again as it is, since the next number would skip what it left out.
 */
import type { Json, Page, StreamRequest } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { readNumber } from "./fields.ts"
import type { Events } from "./rows.ts"

/** A cursor of another spelling starts at the first page: rows are recognised, none is skipped. */
export const pageOf = (cursor: string | null): number => (cursor !== null && /^[1-9]\d{0,6}$/.test(cursor) ? Number(cursor) : 1)

const totalIn = (json: Json | undefined): number | undefined => (LosslessJson.isObject(json) ? readNumber(json["total"]) : undefined)

/** How many rows a page shows beyond those that Binance says there are: so many of them are there twice. */
export const excessOf = (count: number, json: Json | undefined, size: number, { cursor }: StreamRequest): number =>
  (pageOf(cursor) - 1) * size + count - (totalIn(json) ?? Infinity)

export const numberedPage = (
  { events, quarantined, count }: Events,
  json: Json | undefined,
  size: number,
  { cursor }: StreamRequest
): Page => {
  const page = pageOf(cursor)
  const total = totalIn(json)
  const seen = (page - 1) * size + count
  const exhausted = total === undefined ? count < size : seen >= total
  return { events, quarantined, next: exhausted ? null : String(count < size ? page : page + 1), exhausted }
}
