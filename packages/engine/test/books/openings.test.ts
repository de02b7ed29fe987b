import { Decimal, type DecimalText, type LedgerEvent } from "@caudal/exchange"
import { Effect } from "effect"
import fc from "fast-check"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { committed } from "../committed.ts"
import type { CertificateGrounds } from "../../src/books/Books.ts"
import { certify } from "../../src/books/certify.ts"
import { openingAmounts } from "../../src/books/openingAmounts.ts"
import { ConnectionId, Openings, OwnerId } from "../../src/index.ts"
import { BookStore } from "../../src/storage/BookStore.ts"
import { OpeningStore } from "../../src/storage/OpeningStore.ts"
import { PageStore } from "../../src/storage/PageStore.ts"
import { ToyExchange } from "../../src/testing/index.ts"
import { openStores } from "../stores.ts"
import { newPlace, owner as me, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const owner = OwnerId(1)
const hour = 3_600_000
const t0 = Date.UTC(2024, 0, 1)
const end = t0 + 1_000 * hour
const d = Decimal.make

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
const run = <A, E>(effect: Effect.Effect<A, E, BookStore | OpeningStore | PageStore>) => stores.runPromise(effect)

interface Row {
  readonly at: number
  readonly amount: DecimalText
  /** Of the witness that shows it, if one does. */
  readonly group?: string
}

const event = (stream: string, id: string, { at, amount, group }: Row): LedgerEvent => ({
  source: { stream, externalId: id, identity: "exchange" },
  refs: [],
  groupId: group ?? null,
  kind: "trade",
  at,
  rank: null,
  status: "settled",
  postings: [{ wallet: "spot", asset: "btc", amount, role: "principal" }],
  transfer: null,
  price: null,
  operation: null,
  pointer: "/0"
})

let connections = 0
const whole: CertificateGrounds = { incomplete: null, knownFrom: null, doubt: null, unshown: null, unseen: null, reportMissing: null }

interface Account {
  readonly rows: ReadonlyArray<Row>
  readonly witnesses?: ReadonlyArray<Row>
  readonly reports?: ReadonlyArray<readonly [at: number, total: DecimalText]>
  readonly said?: { readonly at: number; readonly quantity: DecimalText }
  /** The same, said only while the certificate is being issued. */
  readonly spoken?: Account["said"]
  readonly grounds?: Partial<CertificateGrounds>
}

/** The line of an account of its own. */
const certified = ({ rows, witnesses = [], reports = [], said, spoken, grounds = {} }: Account) =>
  run(
    Effect.gen(function* () {
      const connection = ConnectionId(++connections)
      const pages = yield* PageStore
      for (const [stream, all] of [
        ["ledger", rows],
        ["trades", witnesses]
      ] as const)
        yield* pages.commit(
          committed(
            owner,
            connection,
            stream,
            all.map((row, n) => ({ event: event(stream, `${stream}${n}`, row), occurrence: 0 })),
            "complete"
          )
        )
      const books = yield* BookStore
      for (const [at, total] of reports) {
        const balance = { wallet: "spot", asset: "btc", total, available: total, locked: Decimal.zero }
        yield* books.putReport(owner, connection, at, true, { balances: [balance], quarantined: [], complete: true })
      }
      const openings = yield* OpeningStore
      let words = 0
      const say = (word: NonNullable<Account["said"]>) =>
        words++ > 0
          ? Effect.void
          : openings.put(owner, connection, {
              wallet: "spot",
              asset: "btc",
              cost: null,
              acquiredAt: null,
              note: null,
              assertedAt: 1,
              withdrawn: false,
              ...word
            })
      if (said !== undefined) yield* say(said)
      const issuing = BookStore.of({
        ...books,
        firstPostingAt: (...args) => Effect.andThen(spoken === undefined ? Effect.void : say(spoken), books.firstPostingAt(...args))
      })
      const certificate = yield* certify(owner, connection, { ...whole, ...grounds }).pipe(Effect.provideService(BookStore, issuing))
      expect(yield* books.certificate(owner, connection)).toEqual(JSON.parse(JSON.stringify(certificate)))
      return {
        certificate,
        line: certificate.lines.find(({ asset }) => asset === "btc"),
        openings: yield* openingAmounts(owner, connection)
      }
    })
  )

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]) => Decimal.fromScaled(units, scale))
const ledger = fc.array(fc.record({ at: fc.integer({ min: 0, max: 20 }).map((n) => t0 + n * hour), amount }), { maxLength: 12 })
/** Before, between, at and after the rows. */
const instant = fc.integer({ min: -2, max: 44 }).map((n) => t0 + (n * hour) / 2)

describe("opening + Σ postings = balance (P1)", () => {
  it("at whatever instant the owner asserts what was held, in any ledger", async () => {
    await fc.assert(
      fc.asyncProperty(ledger, instant, amount, async (rows, at, opening) => {
        const sumOf = (some: ReadonlyArray<Row>) => Decimal.sum(some.map((row) => row.amount))
        const total = Decimal.add(opening, sumOf(rows))
        const quantity = Decimal.add(opening, sumOf(rows.filter((row) => row.at < at)))
        const { line, openings } = await certified({ rows, reports: [[end, total]], said: { at, quantity } })
        expect(openings.map((one) => one.amount)).toEqual([opening])
        expect(line).toMatchObject({ state: "proved", opening, reported: total, difference: "0", asserted: { at, quantity } })
        expect(Decimal.add(line!.opening!, line!.postings)).toBe(line!.reported)
      }),
      { numRuns: 60 }
    )
  })

  it("and where it does not, the line differs by exactly what the word is wrong, never before its instant", async () => {
    await fc.assert(
      fc.asyncProperty(ledger, instant, amount, amount, async (rows, at, opening, wrong) => {
        fc.pre(!Decimal.isZero(wrong))
        const sumOf = (some: ReadonlyArray<Row>) => Decimal.sum(some.map((row) => row.amount))
        const total = Decimal.add(opening, sumOf(rows))
        const quantity = Decimal.add(Decimal.subtract(opening, wrong), sumOf(rows.filter((row) => row.at < at)))
        const { certificate, line } = await certified({ rows, reports: [[end, total]], said: { at, quantity } })
        expect(certificate.state).toBe("differs")
        expect(line).toMatchObject({ state: "differs", difference: wrong, interval: { from: at, precision: "assertion" } })
        expect(line!.reason).toContain("is asserted by the owner")
        expect(line!.implied).toEqual({
          quantity: opening,
          at: rows.length === 0 ? end : Math.min(...rows.map((row) => row.at))
        })
      }),
      { numRuns: 60 }
    )
  })

  it("reads thousands of rows before the instant of an assertion, a batch at a time", async () => {
    const rows = Array.from({ length: 4_500 }, (_, n): Row => ({ at: t0 + Math.floor(n / 3), amount: d("1") }))
    const { line } = await certified({ rows, reports: [[end, d("4507")]], said: { at: t0 + 1_499, quantity: d("4504") } })
    expect(line).toMatchObject({ state: "proved", opening: "7" })
  })
})

it("a certificate that is being issued while the owner speaks hears it", async () => {
  const { line } = await certified({ rows: [{ at: t0, amount: d("1") }], reports: [[end, d("6")]], spoken: { at: t0, quantity: d("5") } })
  expect(line).toMatchObject({ state: "proved", opening: "5" })
})

describe("where a line with an asserted opening differs", () => {
  const rows = Array.from({ length: 6 }, (_, n): Row => ({ at: t0 + n * hour, amount: d(`${2 ** n}`), group: `g${n}` }))
  const said = { at: t0, quantity: d("100") }
  const balance = d("163")

  it("is looked for since then: between it and the first report that does not agree", async () => {
    const reports = [
      [t0 - hour, d("1")],
      [t0 + 2 * hour + 1, d("107")],
      [end, balance]
    ] as const
    const found = await certified({ rows: rows.toSpliced(4, 1), reports, said })
    expect(found.line).toMatchObject({ difference: "16", interval: { from: t0 + 2 * hour + 1, to: end, precision: "assertion" } })
    const early = await certified({ rows: rows.toSpliced(1, 1), reports, said })
    expect(early.line).toMatchObject({ difference: "2", interval: { from: t0, to: t0 + 2 * hour + 1, precision: "assertion" } })
  })

  it("is narrowed by the witnesses of that time, and not by those of before", async () => {
    const old: Row = { at: t0 - 5 * hour, amount: d("7"), group: "old" }
    const found = await certified({ rows: rows.toSpliced(4, 1), witnesses: [old, ...rows], reports: [[end, balance]], said })
    expect(found.line).toMatchObject({
      difference: "16",
      interval: { from: t0 + 3 * hour, to: t0 + 5 * hour, precision: "witness" },
      reason: expect.stringMatching(/\(g4\).*asserted by the owner/)
    })
    // the first rows of all are gone: the interval begins where the owner's word does
    const first = await certified({
      rows: rows.slice(1),
      witnesses: [old, ...rows],
      reports: [[end, balance]],
      said: { ...said, at: t0 - hour }
    })
    expect(first.line).toMatchObject({ difference: "1", interval: { from: t0 - hour, to: t0 + hour, precision: "witness" } })
    // a history that begins late is still lost at its source, whoever says what was held
    expect(found.certificate.historyFrom).toBe(t0)
  })
})

describe("an assertion of an account whose key shows its history only from a date", () => {
  const rows: ReadonlyArray<Row> = [{ at: t0 + hour, amount: d("1") }]
  const grounds = { incomplete: "HISTORY_TRUNCATED: the key shows it only from 2024-01-01", knownFrom: t0 }
  const said = { quantity: d("5"), at: t0 }
  const reports = [[end, d("6")]] as const

  it("proves what the date lets see", async () => {
    expect((await certified({ rows, reports, grounds, said })).certificate).toMatchObject({
      state: "proved",
      reason: expect.stringContaining("btc")
    })
    expect((await certified({ rows, reports, grounds })).line).toMatchObject({
      state: "unproved",
      implied: { quantity: "5", at: t0 + hour }
    })
  })

  it("says nothing of the time before it, nor where the rows since are not all read", async () => {
    const early = await certified({ rows, reports, grounds, said: { ...said, at: t0 - 1 } })
    expect(early.line).toMatchObject({ state: "unproved", opening: null, asserted: null, reason: grounds.incomplete })
    const unread = await certified({ rows, reports, said, grounds: { incomplete: "not read yet", knownFrom: null } })
    expect(unread.line).toMatchObject({ state: "unproved", opening: null, implied: null, reason: "not read yet" })
    expect(unread.certificate).toMatchObject({ state: "unproved", reason: "not read yet" })
  })
})

describe("in a running engine", () => {
  let home: Place
  let toy: ToyExchange
  let engine: ToyEngine
  beforeEach(async () => {
    home = newPlace()
    toy = new ToyExchange()
    toy.ledger = [{ id: "1", at: t0, asset: "aaa", amount: "2", group: null, kind: "deposit" }]
    engine = await new ToyEngine(home, toy).start()
  })
  afterEach(async () => {
    await engine.stop()
    removePlace(home)
  })
  const word = { wallet: "spot", asset: "aaa", at: t0, quantity: d("3"), cost: null, acquiredAt: null, note: null }

  it("holdings that the exchange does not report are the opening and what was added since", async () => {
    toy.denied.add("balances")
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.run(Openings.use((openings) => openings.assert(me, id, word)))
    expect(await engine.holdings()).toMatchObject([{ asset: "aaa", total: "5", parts: [{ source: "ledger" }] }])
    expect(portfolio).toBe(1)
  })

  it("and in the middle of a sync it waits for the end, which issues one of rows and balances of one time", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const before = await engine.certificate(id)
    toy.ledger = [{ id: "2", at: t0 + hour, asset: "aaa", amount: "1", group: null, kind: "deposit" }, ...toy.ledger]
    toy.balances = { aaa: "6" }
    const meanwhile: Array<unknown> = []
    const speak = async () => {
      await engine.run(Openings.use((openings) => openings.assert(me, id, word)))
      meanwhile.push(await engine.certificate(id))
    }
    let spoken: Promise<void> | undefined
    toy.misbehave = ({ path }) => {
      // the new row is stored, the balances are about to be read
      if (path === "/balances") spoken ??= speak()
      return undefined
    }
    await engine.sync(id)
    await spoken
    expect(meanwhile).toEqual([before])
    expect(await engine.certificate(id)).toMatchObject({ state: "proved", lines: [{ opening: "3", postings: "3", reported: "6" }] })
  })
})
