import { randomInt } from "node:crypto"
import { makeRandom } from "@caudal/exchange/simulator"
import { personas } from "@caudal/exchange-bitso/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  accountFile,
  type Answer,
  calmExport,
  connected,
  install,
  openSandbox,
  type Sandbox,
  type Server,
  traderSlice,
  until
} from "./harness.ts"
import { type ConnectionView, eventsOf, streamOf, sumsOf } from "./view.ts"

const posting = (connection: ConnectionView) => connection.streams.filter(({ role }) => role === "POSTS").map(({ name }) => name)
const byLedger = ["ledger"]
const byEvents = ["user_trades", "fundings", "withdrawals"]

const refused = { route: "ledger", fault: "missingPermission" } as const

/** A sum of its own over native rows: `"1"` and `"1.0E-5"` alike, in units of 10^-30. */
const unitsOf = (value: unknown): bigint => {
  const text = typeof value === "object" && value !== null && "rawJSON" in value ? String(value.rawJSON) : String(value)
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const units = BigInt((whole + fraction).padEnd(whole.length + 30 + Number(exponent), "0"))
  return sign === "-" ? -units : units
}
const unitsIn = (sums: Readonly<Record<string, string>>): Record<string, bigint> =>
  Object.fromEntries(Object.entries(sums).map(([asset, amount]) => [asset, unitsOf(amount)]))

type Native = Readonly<Record<string, Answer>>

const summed = (moves: Iterable<readonly [asset: string, units: bigint]>): Record<string, bigint> => {
  const sums = new Map<string, bigint>()
  for (const [asset, units] of moves) sums.set(asset, (sums.get(asset) ?? 0n) + units)
  return Object.fromEntries([...sums].filter(([, units]) => units !== 0n))
}
const ledgerMoves = (rows: ReadonlyArray<Native>) =>
  rows.flatMap(({ balance_updates: updates }) =>
    updates.every(({ amount }: Answer) => /^-?[\d.]+(?:[eE].*)?$/.test(String(amount?.rawJSON ?? amount)))
      ? updates.map(({ currency, amount }: Answer) => [currency, unitsOf(amount)] as const)
      : []
  )
/** Trades and their fees, what was credited, and what was sent with its fee. */
const eventMoves = ({ user_trades, fundings, withdrawals }: Native) => [
  ...user_trades.flatMap((row: Answer) => {
    const [major, minor] = row.book.split("_")
    return [
      [major, unitsOf(row.major)],
      [minor, unitsOf(row.minor)],
      [row.fees_currency, -unitsOf(row.fees_amount)]
    ] as const
  }),
  ...fundings.flatMap((row: Answer) => (row.status === "complete" ? [[row.currency, unitsOf(row.amount)] as const] : [])),
  ...withdrawals.flatMap((row: Answer) => (row.status === "complete" ? [[row.currency, -unitsOf(row.amount)] as const] : []))
]
const reported = async (exchange: Sandbox): Promise<Record<string, bigint>> => {
  const { balances } = await exchange.truth()
  return summed(Object.entries<Answer>(balances).map(([asset, { total }]) => [asset, unitsOf(total)] as const))
}
describe("trades, deposits and withdrawals, while the ledger is refused", () => {
  const accounts = {
    beginner: personas.beginner(),
    gap: personas.gap(),
    oddities: personas.oddities(),
    trader: traderSlice(600)
  } as const

  it.each(["beginner", "gap", "trader"] as const)("build books that hold what %s holds, fees and all, and prove it", async (name) => {
    using file = accountFile(accounts[name])
    const exchange = await openSandbox(file.args)
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults(refused)
    const connection = await connected(server, exchange)
    expect(posting(connection)).toEqual(byEvents)
    expect(streamOf(connection, "ledger")).toMatchObject({ state: "FAILED", failure: { code: "PERMISSION_MISSING" } })
    const events = eventsOf(await server.exported())
    expect(events.filter(({ stream }) => !byEvents.includes(stream))).toEqual([])
    expect(unitsIn(sumsOf(events))).toEqual(await reported(exchange))
    expect(connection.certificate).toMatchObject({ state: "PROVED", unjoined: 0, quarantined: 0 })
    for (const { difference, opening } of connection.certificate.lines) expect([opening, difference]).toEqual(["0", "0"])
    await exchange.stop()
  })

  it("differ by exactly what only the ledger tells: conversions, rewards, corrections", async () => {
    using file = accountFile(accounts.oddities)
    const exchange = await openSandbox(file.args)
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults(refused)
    const first = await connected(server, exchange)
    expect(first.certificate).toMatchObject({ state: "UNPROVED", reason: expect.stringContaining("is not confirmed yet") })
    const connection = await server.sync()
    const events = eventsOf(await server.exported())
    const told = summed(eventMoves(accounts.oddities))
    expect(unitsIn(sumsOf(events.filter((event: Answer) => event.status === "settled")))).toEqual(told)
    const held = await reported(exchange)
    expect(connection.certificate.state).toBe("DIFFERS")
    for (const { asset, difference, postings } of connection.certificate.lines) {
      expect(unitsOf(postings), asset.code).toBe(told[asset.code] ?? 0n)
      expect(unitsOf(difference), asset.code).toBe((held[asset.code] ?? 0n) - (told[asset.code] ?? 0n))
    }
    await exchange.stop()
  })

  it.each(["beginner", "gap", "oddities", "trader"] as const)(
    "and the ledger, once it is granted, build the same book of %s as if it had never been refused",
    async (name) => {
      using file = accountFile(accounts[name])
      const exchange = await openSandbox(file.args)
      const calm = await calmExport(exchange)
      await using installation = install(exchange.url)
      const server = await installation.start()
      await exchange.faults(refused)
      await connected(server, exchange)
      await exchange.faults()
      const granted = await server.sync()
      expect(posting(granted), name).toEqual(byLedger)
      expect((await server.exported()) === calm, name).toBe(true)
      const { ledger } = accounts[name]
      const sums = unitsIn(Object.fromEntries(granted.certificate.lines.map(({ asset, postings }) => [asset.code, postings])))
      expect(summed(Object.entries(sums)), name).toEqual(summed(ledgerMoves(ledger)))
      expect(granted.certificate.state, name).toBe(name === "gap" ? "DIFFERS" : "PROVED")
      await exchange.stop()
    }
  )

  it("build the books as well when the ledger is gone rather than refused", async () => {
    for (const fault of [
      { fault: "status", args: { status: 404 } },
      { fault: "errorBody", args: { code: "1004" } }
    ] as const) {
      const exchange = await openSandbox(["--persona", "beginner"])
      await using installation = install(exchange.url)
      const server = await installation.start()
      await exchange.faults({ route: "ledger", ...fault })
      const connection = await connected(server, exchange)
      expect(streamOf(connection, "ledger").failure).toMatchObject({ code: "MARKET_GONE" })
      expect(posting(connection)).toEqual(byEvents)
      expect(connection.certificate.state).toBe("PROVED")
      await exchange.stop()
    }
  })

  it("take over from a ledger that goes away later, if they tell of all its rows, and leave the books to it if they do not", async () => {
    const gone = { route: "ledger", fault: "status", args: { status: 404 } } as const
    for (const [name, posts, state] of [
      ["beginner", byEvents, "PROVED"],
      ["oddities", byLedger, "UNPROVED"]
    ] as const) {
      const exchange = await openSandbox(["--persona", name])
      await using installation = install(exchange.url)
      const server = await installation.start()
      const first = await connected(server, exchange)
      expect([posting(first), first.certificate.state]).toEqual([byLedger, "PROVED"])
      await exchange.faults(gone)
      const later = await server.sync()
      expect([posting(later), later.certificate.state], name).toEqual([posts, state])
      expect(streamOf(later, "ledger").failure).toMatchObject({ code: "MARKET_GONE" })
      const streams = new Set(eventsOf(await server.exported()).map(({ stream }) => stream))
      expect([...streams].sort(), name).toEqual([...posts].sort())
      await exchange.stop()
    }
  })

  it("stay the books while the ledger that is granted again is not read to its start", async () => {
    using file = accountFile(accounts.trader)
    const exchange = await openSandbox(file.args)
    const calm = await calmExport(exchange)
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults(refused)
    await connected(server, exchange)
    const before = await server.exported()
    await exchange.faults({ route: "ledger", nth: { from: 4 }, fault: "html", args: { status: 502 } })
    const halfway = await server.sync()
    expect(streamOf(halfway, "ledger").rows).toBeGreaterThan(0)
    expect(posting(halfway)).toEqual(byEvents)
    expect(halfway.certificate.state).toBe("PROVED")
    // The rows of the ledger that are there witness; they change no sum and add no event.
    expect(sumsOf(eventsOf(await server.exported()))).toEqual(sumsOf(eventsOf(before)))
    expect(eventsOf(await server.exported())).toHaveLength(eventsOf(before).length)
    await exchange.faults()
    expect(posting(await server.sync())).toEqual(byLedger)
    expect((await server.exported()) === calm).toBe(true)
    await exchange.stop()
  })

  it("take in what happens meanwhile, and so does the switch back", async () => {
    const exchange = await openSandbox(["--persona", "beginner"])
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults(refused)
    await connected(server, exchange)
    const at = "2024-03-01T12:00:00+0000"
    await exchange.append({
      fundings: [{ fid: "f9", status: "complete", created_at: at, currency: "mxn", amount: "70.00", method: "praxis", details: {} }],
      ledger: [
        {
          eid: "e9",
          operation: "funding",
          created_at: at,
          balance_updates: [{ currency: "mxn", amount: "70.00000000" }],
          details: { fid: "f9", method: "praxis" }
        }
      ]
    })
    const added = await server.sync()
    expect(posting(added)).toEqual(byEvents)
    expect(added.certificate.state).toBe("PROVED")
    expect(unitsIn(sumsOf(eventsOf(await server.exported())))).toEqual(await reported(exchange))
    await exchange.faults()
    const back = await server.sync()
    expect(posting(back)).toEqual(byLedger)
    expect(back.certificate.state).toBe("PROVED")
    expect((await server.exported()) === (await calmExport(exchange))).toBe(true)
    await exchange.stop()
  })
})

describe("a switch that is killed", () => {
  const seed = Number(process.env["CAUDAL_TEST_SEED"] ?? randomInt(1_000_000))
  const kills = 9
  const rateScale = 100_000
  const account = traderSlice(1_500)
  let exchange: Sandbox
  let calm = ""
  let events = ""
  beforeAll(async () => {
    using file = accountFile(account)
    exchange = await openSandbox(file.args, rateScale)
    calm = await calmExport(exchange, rateScale)
    await exchange.faults(refused)
    events = await calmExport(exchange, rateScale)
    expect(events).not.toBe(calm)
  })
  afterAll(async () => {
    await exchange?.stop()
  })

  /** Starts a sync and kills it: at once, or when the ledger is read and only the switch is left to do. */
  const killed = async (server: Server, late: boolean, pause: number) => {
    const { id } = await server.connection()
    await server.ask("mutation ($id: ID!) { syncNow(connection: $id) { __typename } }", { id })
    if (late) {
      await until("the whole ledger", async () => {
        const { rows } = streamOf(await server.connection(), "ledger")
        return rows === account.ledger.length ? true : undefined
      })
    }
    await new Promise((wake) => setTimeout(wake, pause))
    await server.stop("SIGKILL")
  }

  it(`at any moment leaves one book or the other, whole, and comes to the same end (seed ${seed})`, async () => {
    const random = makeRandom(seed)
    const left: Array<string> = []
    for (let round = 0; round < kills; round++) {
      await using installation = install(exchange.url, rateScale)
      await exchange.faults(refused)
      const first = await installation.start()
      await connected(first, exchange)
      await exchange.faults()
      const late = round % 3 !== 0
      await killed(first, late, random.int(0, late ? 150 : 700))

      // What is there is looked at before another sync can add to it.
      await exchange.faults({ route: "*", fault: "down" })
      const server = await installation.start()
      const shown = await server.connection()
      const exported = await server.exported()
      const book = posting(shown).includes("ledger") ? calm : events
      expect(eventsOf(exported).filter(({ stream }) => !posting(shown).includes(stream))).toEqual([])
      expect(eventsOf(exported).length).toBe(eventsOf(book).length)
      expect(sumsOf(eventsOf(exported))).toEqual(sumsOf(eventsOf(book)))
      left.push(book === calm ? "ledger" : "events")

      await exchange.faults()
      // A sync that began while the exchange was down has to end first.
      await until("a proof by the ledger", async () => {
        const view = await server.sync()
        return posting(view).includes("ledger") && view.certificate.state === "PROVED" ? view : undefined
      })
      expect((await server.exported()) === calm).toBe(true)
    }
    process.stdout.write(`seed ${seed}: killed with the books of ${left.join(" ")}\n`)
  }, 240_000)
})
