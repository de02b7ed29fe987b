/** What the store knows after a run, in a form that two runs can be compared by. */
import { Books, Connections, type Certificate, type ConnectionId, Ledger, OwnerId, PortfolioId, type StreamStatus } from "@caudal/engine"
import type { EventKind, EventStatus, Posting, Price, Ref } from "@caudal/exchange"
import { Effect, Stream } from "effect"

export const owner = OwnerId(1)
const portfolio = PortfolioId(1)

export interface BookEvent {
  readonly stream: string
  readonly externalId: string
  readonly occurrence: number
  readonly kind: EventKind
  readonly at: number
  readonly status: EventStatus
  readonly groupId: string | null
  readonly refs: ReadonlyArray<Ref>
  readonly postings: ReadonlyArray<Posting>
  readonly price: Price | null
  /** Rows of other lists that prove it. */
  readonly joined: number
}

export interface Book {
  readonly events: ReadonlyArray<BookEvent>
  /** One line per event: everything it says, without keys that only mean something in this database. */
  readonly lines: ReadonlyArray<string>
  readonly certificate: Certificate
  readonly streams: ReadonlyArray<StreamStatus>
  /** Witnesses without partner. */
  readonly open: number
  /** Why the row that came last could not be read; `null`: all could be. */
  readonly unread: string | null
}

export const readBook = Effect.fnUntraced(function* (id: ConnectionId) {
  const ledger = yield* Ledger
  const events = yield* ledger.all(owner, portfolio).pipe(Stream.runCollect)
  const book: Book = {
    events: events.map((event) => ({ ...event, joined: event.witnesses.length })),
    // A corrected row has more versions; the book is what it says now. An account that the exchange does not name has another
    // key in every installation.
    lines: events.map(({ connectionId: _connection, accountKey: _account, seq: _seq, version: _version, witnesses, ...event }) =>
      JSON.stringify({ ...event, witnesses: witnesses.map((one) => `${one.stream} ${one.externalId}`).sort() })
    ),
    certificate: yield* Books.use((books) => books.certificate(owner, id)),
    streams: yield* Connections.use((connections) => connections.streams(owner, id)),
    open: (yield* ledger.openItems(owner, id, { limit: 1_000 }).pipe(Effect.orDie)).items.length,
    unread: (yield* ledger.quarantined(owner, id, { limit: 1 }).pipe(Effect.orDie)).items[0]?.item.reason ?? null
  }
  return book
})

const named = (line: string): string => {
  const { kind, at, stream, externalId } = JSON.parse(line) as BookEvent
  return `${kind} of ${new Date(at).toISOString()}, ${stream} ${externalId.slice(0, 24)}`
}

/** How a book differs from the one it should be, in words; `null` when they are the same. */
export const difference = (is: Book, should: Book): string | null => {
  const have = new Set(is.lines)
  const want = new Set(should.lines)
  const missing = should.lines.filter((line) => !have.has(line))
  const extra = is.lines.filter((line) => !want.has(line))
  if (missing.length > 0) return `${missing.length} of ${should.lines.length} events are missing or altered (first: ${named(missing[0]!)})`
  if (extra.length > 0) return `${extra.length} events are there that never happened (first: ${named(extra[0]!)})`
  if (is.lines.length !== should.lines.length) return `${is.lines.length} events instead of ${should.lines.length}: some are there twice`
  if (is.open !== should.open) return `${is.open} witnesses have no partner instead of ${should.open}`
  return is.lines.every((line, index) => line === should.lines[index]) ? null : "the order of events depends on how they came in"
}

/** The event itself; what its witnesses add may come later. */
const fact = ({ stream, externalId, occurrence, at, postings }: BookEvent): string =>
  JSON.stringify([stream, externalId, occurrence, at, postings])

/** What a book claims although it is not so; `null` when it is honest. `whole` is the book with nothing missing. */
export const falseClaim = (is: Book, whole: Book): string | null => {
  const have = new Set(is.events.map(fact))
  for (const [index, line] of whole.lines.entries()) {
    const { at, stream } = whole.events[index]!
    if (have.has(fact(whole.events[index]!))) continue
    const told = is.streams.find((one) => one.stream === stream)
    if (told?.state === "complete" && told.watermark !== null && at < told.watermark)
      return `${stream} is complete up to ${new Date(told.watermark).toISOString()}, but ${named(line)} is not stored`
    if (told?.coverage.some(({ from, to, state }) => state === "known" && from <= at && at < to) === true)
      return `the coverage of ${stream} says that ${new Date(at).toISOString()} is known, but ${named(line)} is not stored`
  }
  return is.certificate.state === "proved" && is.lines.length < whole.lines.length
    ? `the certificate says proved although ${whole.lines.length - is.lines.length} events are missing`
    : null
}
