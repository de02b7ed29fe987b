/** Rows as events. What cannot be read is quarantined with its reason; nothing throws. */
import { Decimal, type EventKind, type Json, type LedgerEvent, LosslessJson, type Page, type Posting, type Reply } from "@caudal/exchange"

type Row = { readonly [key: string]: Json }
type Read = (row: Row, pointer: string) => LedgerEvent | string

const kinds: Readonly<Record<string, EventKind>> = {
  trade: "trade",
  fee: "fee",
  deposit: "deposit",
  withdrawal: "withdrawal",
  reward: "reward"
}

/** Ids are numbers; the decoder leaves those that a double cannot hold as text. `null`: there is none. */
const idOf = (value: Json | undefined): string | null | undefined =>
  value === null || value === undefined
    ? null
    : typeof value === "number" && Number.isSafeInteger(value)
      ? String(value)
      : typeof value === "string" && /^\d{1,40}$/.test(value)
        ? value
        : undefined

/** A long id on the same page makes the decoder leave every number as text. */
const instantOf = (value: Json | undefined): number | undefined =>
  typeof value === "number" ? value : typeof value === "string" && /^\d{13}$/.test(value) ? Number(value) : undefined

const posting = (wallet: Json | undefined, asset: Json | undefined, printed: Json | undefined, role: Posting["role"]): Posting | string => {
  const amount = Decimal.parse(printed)
  if (amount === undefined) return "an amount is not a decimal"
  if (typeof wallet !== "string" || typeof asset !== "string" || asset === "") return "a wallet or an asset is not named"
  return { wallet, asset, amount, role }
}

const event = (
  stream: string,
  row: Row,
  pointer: string,
  rest: Pick<LedgerEvent, "refs" | "groupId" | "kind" | "operation"> & Partial<Pick<LedgerEvent, "status">>,
  legs: ReadonlyArray<Posting | string>,
  /** What an id must be read with, where the list gives the same one to several things. */
  scope = ""
): LedgerEvent | string => {
  const id = idOf(row["id"])
  if (id === undefined) return "id is not an id"
  const at = instantOf(row["at"])
  if (at === undefined) return "at is not an instant"
  const postings: Array<Posting> = []
  for (const leg of legs) {
    if (typeof leg === "string") return leg
    postings.push(leg)
  }
  return {
    source:
      id === null
        ? { stream, externalId: `row:${at}:${JSON.stringify(postings)}`, identity: "content" }
        : { stream, externalId: scope + id, identity: "exchange" },
    at,
    rank: null,
    status: "settled",
    postings,
    transfer: null,
    price: null,
    pointer,
    ...rest
  }
}

const readLedger =
  (stream: string): Read =>
  (row, pointer) => {
    const { op, legs, trade, transfer } = row
    if (typeof op !== "string") return "op is not a word"
    if (!Array.isArray(legs)) return "legs is not a list"
    const ref = idOf(trade)
    const groupId = ref ? `trade:${ref}` : typeof transfer === "string" ? `transfer:${transfer}` : null
    const role = op === "fee" ? "fee" : "principal"
    return event(
      stream,
      row,
      pointer,
      { refs: ref ? [{ type: "trade", id: ref }] : [], groupId, kind: kinds[op] ?? "unrecognised", operation: op },
      (legs as ReadonlyArray<Json>).map((leg) =>
        LosslessJson.isObject(leg) ? posting(row["wallet"], leg["asset"], leg["amount"], role) : "a leg is not an object"
      )
    )
  }

const readTrade =
  (stream: string): Read =>
  (row, pointer) => {
    const id = idOf(row["id"])
    const leg = (name: string, role: Posting["role"]) => posting(row["wallet"], row[`${name}_asset`], row[name], role)
    const scope = stream === "fills" ? `${JSON.stringify([row["base_asset"], row["quote_asset"]])}:` : ""
    return event(
      stream,
      row,
      pointer,
      { refs: id ? [{ type: "trade", id }] : [], groupId: id ? `trade:${scope}${id}` : null, kind: "trade", operation: null },
      [leg("base", "principal"), leg("quote", "principal"), ...(row["fee"] === null ? [] : [leg("fee", "fee")])],
      scope
    )
  }

const readTransfer =
  (stream: string): Read =>
  (row, pointer) => {
    const way = row["way"] === "in" ? ("deposit" as const) : ("withdrawal" as const)
    const id = idOf(row["id"])
    const scope = row["way"] === "in" ? "in-" : "out-"
    return event(
      stream,
      row,
      pointer,
      {
        refs: id ? [{ type: "transfer", id }] : [],
        groupId: id ? `transfer:${scope}${id}` : null,
        kind: way,
        operation: null,
        status: row["state"] === "pending" || row["state"] === "failed" ? row["state"] : "settled"
      },
      [
        posting(row["wallet"], row["asset"], row["amount"], "principal"),
        ...(row["fee"] === null ? [] : [posting(row["wallet"], row["fee_asset"], row["fee"], "fee")])
      ],
      scope
    )
  }

const readers: Readonly<Record<string, Read>> = {
  ledger: readLedger("ledger"),
  trades: readTrade("trades"),
  transfers: readTransfer("transfers"),
  flows: readTransfer("flows"),
  rewards: readLedger("rewards"),
  fills: readTrade("fills")
}

const hasId = (row: Json): boolean => LosslessJson.isObject(row) && typeof idOf(row["id"]) === "string"

const rowsIn = (reply: Reply): ReadonlyArray<Json> =>
  LosslessJson.isObject(reply.json) && Array.isArray(reply.json["rows"]) ? (reply.json["rows"] as ReadonlyArray<Json>) : []

const read = (stream: string, rows: ReadonlyArray<Json>): Pick<Page, "events" | "quarantined"> => {
  const all = rows.map((row, i) => (LosslessJson.isObject(row) ? readers[stream]!(row, `/rows/${i}`) : "the row is not an object"))
  return {
    events: all.filter((one) => typeof one !== "string"),
    quarantined: all.flatMap((one, i) => (typeof one === "string" ? [{ pointer: `/rows/${i}`, reason: one }] : []))
  }
}

/**
 * Paged by the last row's id, exclusive; only an empty page ends the list. Rows below the last one with an id come again
 * with the next page, and are left to it.
 */
export const readPage = (stream: string, reply: Reply): Page => {
  const listed = rowsIn(reply)
  const last = listed.findLastIndex(hasId)
  const rows = last < 0 ? listed : listed.slice(0, last + 1)
  const border = rows[last]
  return {
    ...read(stream, rows),
    next: LosslessJson.isObject(border) ? (idOf(border["id"]) ?? null) : null,
    exhausted: rows.length === 0
  }
}

/** Paged by a token that comes with the page; a page without one is the last. */
export const readTokenPage = (stream: string, reply: Reply): Page => {
  const token = LosslessJson.isObject(reply.json) ? (idOf(reply.json["next"]) ?? null) : null
  return { ...read(stream, rowsIn(reply)), next: token, exhausted: token === null }
}
