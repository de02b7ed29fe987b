/** Where a difference lies: narrowed by witnesses first, else between the nearest assertions of the balance that agree. */
import type { DecimalText, Posting } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { type BalanceReport, BookStore, type GroupRow, type Place } from "../storage/BookStore.ts"
import type { CertificateLine, DifferenceInterval } from "./Books.ts"
import { eachOpen } from "./eachOpen.ts"
import { type Clue, groupClues } from "./reconcile.ts"
import { placeKey } from "./Unjoined.ts"

const batch = 2_000
const reportBatch = 50

/** What the witnesses say of one line in all; of the groups only those that are named. */
interface Explained {
  readonly amount: DecimalText
  readonly first: number
  readonly last: number
  /** Every group has posting rows, too. */
  readonly altered: boolean
  readonly groups: ReadonlyArray<string>
  readonly more: number
}

const mostNamed = 5

const withClue = (before: Explained | undefined, { groupId, at, amount, joined }: Clue): Explained => {
  if (before === undefined) return { amount, first: at, last: at, altered: joined, groups: [groupId], more: 0 }
  const known = before.groups.includes(groupId)
  const room = before.groups.length < mostNamed
  return {
    amount: Decimal.add(before.amount, amount),
    first: Math.min(before.first, at),
    last: Math.max(before.last, at),
    altered: before.altered && joined,
    groups: known || !room ? before.groups : [...before.groups, groupId],
    more: known || room ? before.more : before.more + 1
  }
}

/** Since when the line's rows have to add up. */
const startOf = ({ asserted }: CertificateLine): number => asserted?.at ?? Number.NEGATIVE_INFINITY

/** Joined groups and unjoined witnesses alike, read a batch at a time and summed up at once. */
const explain = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId, wanted: ReadonlyArray<CertificateLine>) {
  const store = yield* BookStore
  const asked = new Map(wanted.map((line) => [placeKey(line.wallet, line.asset), line]))
  const found = new Map<string, Explained>()
  const add = (rows: ReadonlyArray<GroupRow>) => {
    for (const clue of groupClues(rows)) {
      const key = placeKey(clue.wallet, clue.asset)
      const line = asked.get(key)
      // what came before the instant of an assertion is part of what was held then
      if (line !== undefined && clue.at >= startOf(line)) found.set(key, withClue(found.get(key), clue))
    }
  }
  yield* eachOpen(owner, connection, "settled", (row) => add([row]))
  let after = ""
  while (true) {
    const rows = yield* store.joinedGroups(owner, connection, after, batch)
    const groups = Map.groupBy(rows, (row) => row.groupId)
    const names = [...groups.keys()]
    // the last group of a full batch may go on in the next one
    const whole = rows.length < batch || names.length === 1 ? names : names.slice(0, -1)
    for (const name of whole) add(groups.get(name)!)
    if (rows.length < batch) return found
    after = whole.at(-1)!
  }
})

/**
 * Goes back from now, report by report, and takes the rows that came after each out of the sum; the first report that
 * agrees ends it. So the work is that of the time since then, however long the history is.
 */
const betweenReports = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  line: CertificateLine
): Effect.fn.Return<DifferenceInterval, SqlError.SqlError, BookStore> {
  const store = yield* BookStore
  const { wallet, asset, postings, opening, asserted } = line
  let sum = Decimal.add(opening ?? Decimal.zero, postings)
  let rows: ReadonlyArray<Place & { readonly postings: ReadonlyArray<Posting> }> = []
  let next = 0
  let all = false
  const goBackTo = Effect.fnUntraced(function* (at: number) {
    while (true) {
      for (; next < rows.length && rows[next]!.at > at; next++)
        for (const posting of rows[next]!.postings)
          if (posting.wallet === wallet && posting.asset === asset) sum = Decimal.subtract(sum, posting.amount)
      if (next < rows.length || all) return
      rows = yield* store.postingsBefore(owner, connection, asset, rows.at(-1) ?? null, batch)
      next = 0
      all = rows.length < batch
    }
  })
  let to: number | null = null
  let before: number | null = null
  while (true) {
    const reports: ReadonlyArray<BalanceReport> = yield* store.reports(owner, connection, reportBatch, before)
    for (const report of reports) {
      if (report.confirmedAt < startOf(line)) return { from: startOf(line), to, precision: "assertion" }
      yield* goBackTo(report.confirmedAt)
      const reported = report.balances.find((balance) => balance.wallet === wallet && balance.asset === asset)?.total ?? Decimal.zero
      if (reported === sum) return { from: report.confirmedAt, to, precision: "assertion" }
      to = report.at
    }
    // the opening is the oldest assertion of all
    if (reports.length < reportBatch) return { from: asserted?.at ?? null, to, precision: "assertion" }
    before = reports.at(-1)!.at
  }
})

const day = (at: number) => new Date(at).toISOString().slice(0, 19) + "Z"

const describe = (interval: DifferenceInterval): string =>
  `between ${interval.from === null ? "the account's start" : day(interval.from)} and ${interval.to === null ? "now" : day(interval.to)}`

const named = ({ groups, more }: Explained): string => groups.join(", ") + (more === 0 ? "" : ` and ${more} more`)

/** The line with its interval, precision and likely cause. */
const locate = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  line: CertificateLine,
  explained: Explained | undefined,
  unseen: string | null
) {
  const store = yield* BookStore
  const { asserted } = line
  const word = line.reason === null ? "" : `; ${line.reason}`
  if (explained !== undefined && explained.amount === line.difference) {
    const { first, last, altered } = explained
    const around = yield* store.neighbours(owner, connection, first, last)
    const interval: DifferenceInterval = altered
      ? { from: first, to: last + 1_000, precision: "row" }
      : { from: asserted === null ? around.before : Math.max(asserted.at, around.before ?? 0), to: around.after, precision: "witness" }
    const cause = altered ? "the ledger's rows disagree with their witnesses" : "rows are missing from the ledger that its witnesses show"
    return {
      ...line,
      interval,
      reason: `${line.asset} differs by ${line.difference} ${describe(interval)}: ${cause} (${named(explained)})${word}`
    }
  }
  const interval = yield* betweenReports(owner, connection, line)
  const partly =
    explained === undefined
      ? `; ${unseen === null ? "no witness shows the cause" : `the likely cause: ${unseen}`}`
      : `; witnesses show ${explained.amount} of it (${named(explained)})`
  return { ...line, interval, reason: `${line.asset} differs by ${line.difference} ${describe(interval)}${partly}${word}` }
})

export const locateAll = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  lines: ReadonlyArray<CertificateLine>,
  unseen: string | null
) {
  const differing = lines.filter((line) => line.state === "differs")
  if (differing.length === 0) return lines
  const explained = yield* explain(owner, connection, differing)
  return yield* Effect.forEach(lines, (line) =>
    line.state === "differs"
      ? locate(owner, connection, line, explained.get(placeKey(line.wallet, line.asset)), unseen)
      : Effect.succeed(line)
  )
})
