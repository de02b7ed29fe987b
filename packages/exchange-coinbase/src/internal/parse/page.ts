/** A list of v2: `{data: [row], pagination}`. Where the next page starts is said beside the rows. */
import type { Json, Reply } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { isWord } from "./fields.ts"

/** What Coinbase sends at most. A page may be shorter and not be the last. */
export const pageSize = 100

export interface Listed {
  readonly rows: ReadonlyArray<Json>
  /** Of the next page; `null` when there is none, or nothing says where it is. */
  readonly next: string | null
  /** Coinbase names no next page. */
  readonly exhausted: boolean
}

/** The id after which the next page starts, wherever it is said. */
const startOf = (pagination: { readonly [key: string]: Json }, rows: ReadonlyArray<Json>, uri: string): string | null => {
  const said = pagination["next_starting_after"]
  if (isWord(said)) return said
  const inUri = /[?&]starting_after=([A-Za-z0-9_-]+)/.exec(uri)?.[1]
  if (inUri !== undefined) return inUri
  const last = rows.at(-1)
  return LosslessJson.isObject(last) && isWord(last["id"]) ? last["id"] : null
}

export const listed = ({ json }: Reply): Listed => {
  const data = LosslessJson.isObject(json) ? json["data"] : undefined
  const pagination = LosslessJson.isObject(json) ? json["pagination"] : undefined
  const rows: ReadonlyArray<Json> = Array.isArray(data) ? data : []
  if (!LosslessJson.isObject(pagination)) return { rows, next: null, exhausted: false }
  const uri = pagination["next_uri"]
  return isWord(uri) ? { rows, next: startOf(pagination, rows, uri), exhausted: false } : { rows, next: null, exhausted: true }
}
