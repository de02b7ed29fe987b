/** Which wallets there are: each is a list of transactions. Read over all pages, since accounts have hundreds. */
import type { Dimension, Json, Plan } from "@caudal/exchange"
import { LosslessJson } from "@caudal/exchange"
import { isWord } from "../parse/fields.ts"
import { listed, pageSize } from "../parse/page.ts"
import { hasList, listName, walletOf } from "../parse/wallets.ts"

const page = (after: string | null) => ({
  endpoint: "accounts",
  query: [["limit", String(pageSize)], ...(after === null ? [] : [["starting_after", after] as const])] as ReadonlyArray<
    readonly [string, string]
  >
})

const namesOf = (rows: ReadonlyArray<Json>): ReadonlyArray<string> =>
  rows.flatMap((row) => {
    if (!LosslessJson.isObject(row)) return []
    const { id } = row
    return isWord(id) && hasList(id) ? [listName(walletOf(row), id)] : []
  })

const dimensionsOf = (names: ReadonlyArray<string>): ReadonlyArray<Dimension> => names.map((id) => ({ id, assets: null }))

/** The state is the names found so far. */
export const wallets: Plan<ReadonlyArray<Dimension>> = {
  start: { call: page(null), state: [] },
  next: (state, { reply }) => {
    const before = state as ReadonlyArray<string>
    if (reply === null) return { done: dimensionsOf(before) }
    const { rows, next } = listed(reply)
    const found = [...new Set([...before, ...namesOf(rows)])]
    // A page that shows nothing new leads in circles.
    return next === null || found.length === before.length ? { done: dimensionsOf(found) } : { call: page(next), state: found }
  }
}
