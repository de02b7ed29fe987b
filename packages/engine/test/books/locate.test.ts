import { Decimal, type EventKind, type LedgerEvent } from "@caudal/exchange"
import { Effect } from "effect"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { committed } from "../committed.ts"
import { certify } from "../../src/books/certify.ts"
import { ConnectionId, OwnerId } from "../../src/index.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import type { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { openStores, type SqlClient } from "../stores.ts"
import { newPlace, type Place, removePlace } from "../toyEngine.ts"

const owner = OwnerId(1)
const hour = 3_600_000
const t0 = Date.UTC(2024, 0, 1)

let place: Place
let stores: ReturnType<typeof openStores>
beforeAll(() => {
  place = newPlace()
  stores = openStores(place.dataDir)
})
afterAll(async () => {
  await stores.dispose()
  removePlace(place)
})
const run = <A, E>(effect: Effect.Effect<A, E, BookStore | OpeningStore | PageStore | SqlClient.SqlClient>) => stores.runPromise(effect)

interface Row {
  readonly id: string
  readonly at: number
  readonly amount: string
  readonly group?: string
  readonly asset?: string
  readonly kind?: EventKind
}
const event = (stream: string, { id, at, amount, group, asset = "mxn", kind = "trade" }: Row): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: [],
  groupId: group ?? null,
  kind,
  at,
  rank: null,
  status: "settled",
  postings: [{ wallet: "spot", asset, amount: Decimal.make(amount), role: "principal" }],
  transfer: null,
  price: null,
  operation: null,
  pointer: "/0"
})

let connections = 0
/** An account of its own: what its ledger and its witnesses hold, and what it was reported to hold when. */
const certified = (
  ledger: ReadonlyArray<Row>,
  trades: ReadonlyArray<Row>,
  reports: ReadonlyArray<readonly [at: number, total: string]>,
  /** Hears of every posting that is read to find the interval. */
  onRead: (at: number) => void = () => undefined,
  unseen: string | null = null
) =>
  run(
    Effect.gen(function* () {
      const connection = ConnectionId(++connections)
      const pages = yield* PageStore
      for (const [stream, rows] of [
        ["ledger", ledger],
        ["trades", trades]
      ] as const)
        yield* pages.commit(
          committed(
            owner,
            connection,
            stream,
            rows.map((row) => ({ event: event(stream, row), occurrence: 0 })),
            "complete"
          )
        )
      const books = yield* BookStore
      for (const [at, total] of reports) {
        const balance = { wallet: "spot", asset: "mxn", total: Decimal.make(total), available: Decimal.make(total), locked: Decimal.zero }
        yield* books.putReport(owner, connection, at, true, { balances: [balance], quarantined: [], complete: true })
      }
      const watched = BookStore.of({
        ...books,
        postingsBefore: (...args) =>
          Effect.tap(books.postingsBefore(...args), (rows) => Effect.sync(() => rows.forEach(({ at }) => onRead(at))))
      })
      const certificate = yield* certify(owner, connection, {
        incomplete: null,
        knownFrom: null,
        doubt: null,
        unshown: null,
        unseen,
        reportMissing: null
      }).pipe(Effect.provideService(BookStore, watched))
      expect(yield* books.certificate(owner, connection)).toEqual(JSON.parse(JSON.stringify(certificate)))
      return certificate
    })
  )
const mxn = (certificate: Awaited<ReturnType<typeof certified>>) => certificate.lines.find(({ asset }) => asset === "mxn")!

/** Ten rows, an hour apart, each with a witness. */
const full = Array.from({ length: 10 }, (_, n): Row => ({ id: `l${n}`, at: t0 + n * hour, amount: `${2 ** n}`, group: `trade:${n}` }))
const witnesses = full.map((row, n): Row => ({ ...row, id: `w${n}` }))
const upTo = (at: number) => Decimal.sum(full.filter((row) => row.at <= at).map((row) => Decimal.make(row.amount)))
const end = t0 + 20 * hour

describe("the certificate names where a difference lies (P1)", () => {
  it("to the row, when a witness says something else than its row", async () => {
    const altered = full.map((row, n) => (n === 4 ? { ...row, amount: "999" } : row))
    const certificate = await certified(altered, witnesses, [[end, upTo(end)]])
    expect(mxn(certificate)).toMatchObject({
      state: "differs",
      difference: Decimal.subtract(Decimal.make("16"), Decimal.make("999")),
      interval: { from: t0 + 4 * hour, to: t0 + 4 * hour + 1_000, precision: "row" }
    })
    expect(certificate).toMatchObject({ state: "differs", reason: expect.stringContaining("trade:4"), balancesAt: end })
  })

  it("between the rows around it, when a row is gone and its witness is not", async () => {
    const certificate = await certified(full.toSpliced(4, 1), witnesses, [[end, upTo(end)]])
    expect(mxn(certificate)).toMatchObject({
      state: "differs",
      difference: "16",
      interval: { from: t0 + 3 * hour, to: t0 + 5 * hour, precision: "witness" }
    })
    expect(certificate).toMatchObject({ unjoined: 1, reason: expect.stringContaining("trade:4") })
  })

  it("open to the side on which there is no row, when the first or the last is gone", async () => {
    expect(mxn(await certified(full.slice(0, -1), witnesses, [[end, upTo(end)]])).interval).toEqual({
      from: t0 + 8 * hour,
      to: null,
      precision: "witness"
    })
    expect(mxn(await certified(full.slice(1), witnesses, [[end, upTo(end)]])).interval).toEqual({
      from: null,
      to: t0 + hour,
      precision: "witness"
    })
  })

  it("between two reports, when there is no witness: from the last that agrees to the first that does not", async () => {
    const reports = [2, 6, 9].map((n) => [t0 + n * hour + 1, upTo(t0 + n * hour)] as const)
    const certificate = await certified(full.toSpliced(4, 1), [], reports)
    expect(mxn(certificate)).toMatchObject({
      difference: "16",
      interval: { from: t0 + 2 * hour + 1, to: t0 + 6 * hour + 1, precision: "assertion" }
    })
    expect(certificate.reason).toContain("no witness shows the cause")
  })

  it("and names what the books cannot show as the likely cause, where no witness knows better", async () => {
    const unseen = "the books are built without ledger (PERMISSION_MISSING)"
    const told = async (known: ReadonlyArray<Row>) =>
      (await certified(full.toSpliced(4, 1), known, [[end, upTo(end)]], undefined, unseen)).reason
    expect(await told([])).toContain(`; the likely cause: ${unseen}`)
    expect(await told(witnesses)).not.toContain(unseen)
  })

  it("from the account's start, when no report agrees", async () => {
    const reports = [6, 9].map((n) => [t0 + n * hour + 1, upTo(t0 + n * hour)] as const)
    expect(mxn(await certified(full.toSpliced(4, 1), [], reports)).interval).toEqual({
      from: null,
      to: t0 + 6 * hour + 1,
      precision: "assertion"
    })
  })

  it("up to now, when the last report agrees and a row is dated after it", async () => {
    const late: Row = { id: "late", at: end + hour, amount: "5" }
    expect(mxn(await certified([...full, late], [], [[end, upTo(end)]])).interval).toEqual({ from: end, to: null, precision: "assertion" })
  })

  it("counts a report for as long as it was confirmed", async () => {
    const total = upTo(t0 + 2 * hour)
    const reports = [
      [t0 + 2 * hour + 1, total],
      [t0 + 3 * hour - 1, total],
      [end, upTo(end)]
    ] as const
    expect(mxn(await certified(full.toSpliced(4, 1), [], reports)).interval).toMatchObject({ from: t0 + 3 * hour - 1, to: end })
  })

  it("by reading back to the last report that agrees, and not a row further", async () => {
    const years = 5_000
    const old = Array.from({ length: years }, (_, n): Row => ({ id: `o${n}`, at: t0 - (years - n) * hour, amount: "1" }))
    const before = Decimal.make(String(years))
    const read: Array<number> = []
    const certificate = await certified(
      [...old, ...full.toSpliced(4, 1)],
      [],
      [
        [t0 - 1, before],
        [end, Decimal.add(before, upTo(end))]
      ],
      (at) => read.push(at)
    )
    expect(mxn(certificate)).toMatchObject({ difference: "16", interval: { from: t0 - 1, to: end, precision: "assertion" } })
    expect(read.length).toBeGreaterThan(full.length - 1)
    expect(read.length).toBeLessThan(years / 2)
  })

  it("with both of two reports that came within one second of the exchange's clock", async () => {
    const reports = [
      [t0 + 2 * hour + 1_000, upTo(t0 + 2 * hour)],
      [t0 + 2 * hour + 1_000, Decimal.make("123")],
      [end, upTo(end)]
    ] as const
    expect(mxn(await certified(full.toSpliced(4, 1), [], reports)).interval).toMatchObject({
      from: t0 + 2 * hour + 1_000,
      to: t0 + 2 * hour + 1_001
    })
  })

  it("and says how much of it witnesses show, when they do not show all", async () => {
    const missing = full.filter((_, n) => n !== 4 && n !== 5)
    const certificate = await certified(
      missing,
      witnesses.filter((_, n) => n !== 5),
      [[end, upTo(end)]]
    )
    expect(mxn(certificate)).toMatchObject({
      difference: "48",
      interval: { precision: "assertion" },
      reason: expect.stringContaining("witnesses show 16")
    })
  })

  it("within an interval that holds the row, for any row that is altered or gone, whatever else is known", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(9),
        fc.boolean(),
        fc.subarray([...witnesses.keys()]),
        fc.subarray([1, 3, 5, 7]),
        async (at, gone, seen, reported) => {
          const broken = gone ? full.toSpliced(at, 1) : full.toSpliced(at, 1, { ...full[at]!, amount: "5000" })
          const reports = [...reported.map((n) => t0 + n * hour + 1), end].map((when) => [when, upTo(when)] as const)
          const line = mxn(
            await certified(
              broken,
              witnesses.filter((_, n) => seen.includes(n)),
              reports
            )
          )
          expect(line.state).toBe("differs")
          const { from, to } = line.interval!
          expect(from === null || from <= full[at]!.at).toBe(true)
          expect(to === null || to > full[at]!.at).toBe(true)
          expect(from === null || to === null || from < to).toBe(true)
        }
      ),
      { numRuns: 100 }
    )
  })
})
