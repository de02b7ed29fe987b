/** Where a difference lies: narrowed by witnesses first, else between the nearest balance reports that agree. */
import type { DecimalText } from "@caudal/exchange"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { ConnectionId, OwnerId } from "../Ids.ts"
import { type BalanceReport, BookStore, type GroupRow } from "../storage/BookStore.ts"
import type { CertificateLine, DifferenceInterval } from "./Books.ts"
import { type Clue, groupClues } from "./reconcile.ts"

const batch = 2_000

/** Every clue of the account, joined groups and unjoined witnesses alike; groups are read a batch at a time. */
const allClues = Effect.fnUntraced(function* (owner: OwnerId, connection: ConnectionId, unjoined: ReadonlyArray<GroupRow>) {
  const store = yield* BookStore
  const clues: Array<Clue> = unjoined.flatMap((row) => groupClues([row]))
  let after = ""
  while (true) {
    const rows = yield* store.joinedGroups(owner, connection, after, batch)
    const groups = Map.groupBy(rows, (row) => row.groupId)
    const names = [...groups.keys()]
    // the last group of a full batch may go on in the next one
    const whole = rows.length < batch || names.length === 1 ? names : names.slice(0, -1)
    for (const name of whole) clues.push(...groupClues(groups.get(name)!))
    if (rows.length < batch) return clues
    after = whole.at(-1)!
  }
})

const totalAt = (rows: ReadonlyArray<{ readonly at: number; readonly amount: DecimalText }>, until: number): DecimalText =>
  Decimal.sum(rows.filter((row) => row.at <= until).map((row) => row.amount))

const betweenReports = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  line: CertificateLine,
  reports: ReadonlyArray<BalanceReport>
): Effect.fn.Return<DifferenceInterval, SqlError.SqlError, BookStore> {
  const store = yield* BookStore
  const latest = reports[0]!
  const events = yield* store.postingsUntil(owner, connection, line.asset, latest.confirmedAt)
  const rows = events.flatMap((event) =>
    event.postings
      .filter((posting) => posting.wallet === line.wallet && posting.asset === line.asset)
      .map((posting) => ({ at: event.at, amount: posting.amount }))
  )
  let to: number | null = null
  for (const report of reports) {
    const reported =
      report.balances.find((balance) => balance.wallet === line.wallet && balance.asset === line.asset)?.total ?? Decimal.zero
    if (reported === totalAt(rows, report.confirmedAt)) return { from: report.confirmedAt, to, precision: "assertion" }
    to = report.at
  }
  // opening zero is the oldest assertion of all
  return { from: null, to, precision: "assertion" }
})

const day = (at: number) => new Date(at).toISOString().slice(0, 19) + "Z"

const describe = (interval: DifferenceInterval): string =>
  `between ${interval.from === null ? "the account's start" : day(interval.from)} and ${interval.to === null ? "now" : day(interval.to)}`

const named = (clues: ReadonlyArray<Clue>): string => {
  const groups = [...new Set(clues.map((clue) => clue.groupId))]
  return groups.length <= 5 ? groups.join(", ") : `${groups.slice(0, 5).join(", ")} and ${groups.length - 5} more`
}

/** The line with its interval, precision and likely cause. */
const locate = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  line: CertificateLine,
  clues: ReadonlyArray<Clue>,
  reports: ReadonlyArray<BalanceReport>
) {
  const store = yield* BookStore
  const own = clues.filter((clue) => clue.wallet === line.wallet && clue.asset === line.asset)
  const explained = Decimal.sum(own.map((clue) => clue.amount))
  if (own.length > 0 && explained === line.difference) {
    const first = Math.min(...own.map((clue) => clue.at))
    const last = Math.max(...own.map((clue) => clue.at))
    const altered = own.every((clue) => clue.joined)
    const around = yield* store.neighbours(owner, connection, first, last)
    const interval: DifferenceInterval = altered
      ? { from: first, to: last + 1_000, precision: "row" }
      : { from: around.before, to: around.after, precision: "witness" }
    const cause = altered ? "the ledger's rows disagree with their witnesses" : "rows are missing from the ledger that its witnesses show"
    return { ...line, interval, reason: `${line.asset} differs by ${line.difference} ${describe(interval)}: ${cause} (${named(own)})` }
  }
  const interval = yield* betweenReports(owner, connection, line, reports)
  const partly = own.length > 0 ? `; witnesses show ${explained} of it (${named(own)})` : "; no witness shows the cause"
  return { ...line, interval, reason: `${line.asset} differs by ${line.difference} ${describe(interval)}${partly}` }
})

export const locateAll = Effect.fnUntraced(function* (
  owner: OwnerId,
  connection: ConnectionId,
  lines: ReadonlyArray<CertificateLine>,
  unjoined: ReadonlyArray<GroupRow>
) {
  if (!lines.some((line) => line.state === "differs")) return lines
  const store = yield* BookStore
  const clues = yield* allClues(owner, connection, unjoined)
  const reports = yield* store.reports(owner, connection, 1_000)
  return yield* Effect.forEach(lines, (line) =>
    line.state === "differs" ? locate(owner, connection, line, clues, reports) : Effect.succeed(line)
  )
})
