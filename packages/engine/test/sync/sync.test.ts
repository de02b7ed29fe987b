import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Connections, Maintenance } from "../../src/index.ts"
import { ToyExchange, toyKey, type ToyRow, toySecret } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, removePlace, ToyEngine } from "../toyEngine.ts"

const t0 = Date.UTC(2024, 0, 1)

/** A deposit, buys with fees, a withdrawal: newest first. */
export const history = (trades: number): { ledger: Array<ToyRow>; trades: Array<ToyRow> } => {
  const ledger: Array<ToyRow> = [{ id: "d1", at: t0, asset: "mxn", amount: "100000", group: null, kind: "deposit" }]
  const witnesses: Array<ToyRow> = []
  for (let n = 1; n <= trades; n++) {
    const at = t0 + n * 60_000
    ledger.unshift({ id: `t${n}`, at, asset: "aaa", amount: "1.5", group: `trade:${n}`, kind: "trade" })
    ledger.unshift({ id: `f${n}`, at, asset: "aaa", amount: "-0.01", group: `trade:${n}`, kind: "fee" })
    witnesses.unshift({ id: `w${n}`, at, asset: "aaa", amount: "1.49", group: `trade:${n}`, kind: "trade" })
  }
  return { ledger, trades: witnesses }
}

let place: Place
let toy: ToyExchange
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  toy = new ToyExchange()
  Object.assign(toy, history(10))
  engine = await new ToyEngine(place, toy).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

describe("a sync", () => {
  it("reads the whole history and proves it", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved", reason: null, unjoined: 0 })
    expect(await engine.export()).toHaveLength(21)
    expect((await engine.holdings()).map(({ asset, total }) => [asset, total])).toEqual([
      ["aaa", "14.9"],
      ["mxn", "100000"]
    ])
    expect(await engine.streams(id)).toMatchObject([
      { stream: "ledger", state: "complete", role: "posts", rows: 21, failure: null },
      { stream: "trades", state: "complete", role: "witness", rows: 10, failure: null }
    ])
  })

  it("adds nothing the second time", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const before = await engine.export()
    await engine.sync(id)
    expect(await engine.export()).toEqual(before)
    expect((await engine.streams(id)).map(({ rows }) => rows)).toEqual([21, 10])
  })

  it("keeps the last answer when balances may not be read, and says so", async () => {
    toy.denied.add("balances")
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved" })
    expect((await engine.certificate(id)).reason).toContain("PERMISSION_MISSING")
    expect((await engine.holdings()).map(({ asset, total, parts }) => [asset, total, parts[0]!.source])).toEqual([
      ["aaa", "14.9", "ledger"],
      ["mxn", "100000", "ledger"]
    ])
  })
})

describe("nothing lost, nothing doubled", () => {
  it("comes to the same book however often it is killed between two calls", async () => {
    const calm = await engine.connect()
    await engine.settled(calm.id)
    const expected = await engine.export()
    const calls = toy.requests.length
    await engine.stop()
    removePlace(place)

    place = newPlace()
    const fresh = new ToyExchange()
    Object.assign(fresh, history(10))
    toy = fresh
    engine = await new ToyEngine(place, fresh).start()
    const { id } = await engine.connect()
    for (let kill = 0; kill < calls; kill++) {
      // after every single call from here on: stop wherever it is, start again
      const seen = fresh.requests.length
      for (let tick = 0; tick < 50 && fresh.requests.length === seen; tick++) await new Promise((resolve) => setImmediate(resolve))
      await engine.stop()
      engine = new ToyEngine(place, fresh)
      await engine.run(Effect.void)
    }
    await engine.sync(id).catch(() => engine.settled(id))
    expect(await engine.export()).toEqual(expected)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    const nonces = fresh.requests.flatMap(({ nonce }) => (nonce === null ? [] : [nonce]))
    expect(nonces).toEqual([...nonces].sort((a, b) => (a < b ? -1 : 1)))
    expect(new Set(nonces).size).toBe(nonces.length)
  })

  it("keeps identical rows without ids apart, over page borders and re-reads", async () => {
    toy.trades = []
    toy.ledger = [
      ...Array.from({ length: 5 }, () => ({ id: null, at: t0 + 60_000, asset: "aaa", amount: "0.5", group: null, kind: "trade" as const })),
      { id: "d1", at: t0, asset: "mxn", amount: "10", group: null, kind: "deposit" }
    ]
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.sync(id)
    expect(await engine.export()).toHaveLength(6)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("takes a corrected row as a new version and moves the sums with it", async () => {
    const now = Date.now()
    toy.ledger = [{ id: "late", at: now, asset: "mxn", amount: "5", group: null, kind: "deposit" }, ...toy.ledger]
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.ledger = [{ ...toy.ledger[0]!, amount: "7" }, ...toy.ledger.slice(1)]
    await engine.sync(id)
    const corrected = (await engine.export()).map((line) => JSON.parse(line)).find(({ externalId }) => externalId === "late")
    expect(corrected).toMatchObject({ version: 2, postings: [{ amount: "7" }] })
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("does not read the whole history in every run because of one old row that never gets its final status", async () => {
    toy.ledger = [...toy.ledger.slice(0, -1), { ...toy.ledger.at(-1)!, status: "pending" }]
    toy.balances = toy.truth()
    const { id } = await engine.connect()
    await engine.settled(id)
    const pages = async () => {
      const before = toy.requests.length
      await engine.sync(id)
      return toy.requests.slice(before).filter(({ path, cursor }) => path === "/ledger" && cursor !== null).length
    }
    // once, since nobody has looked there again; by then its end, too
    expect(await pages()).toBeGreaterThan(5)
    expect([await pages(), await pages()]).toEqual([0, 0])
  })

  it("finds rows that arrive while the history is being read", async () => {
    let fed = false
    toy.misbehave = ({ path, cursor }) => {
      if (path === "/ledger" && cursor !== null && !fed) {
        fed = true
        toy.ledger = [{ id: "new", at: Date.now(), asset: "mxn", amount: "3", group: null, kind: "deposit" }, ...toy.ledger]
      }
      return undefined
    }
    const { id } = await engine.connect()
    await engine.settled(id)
    expect((await engine.export()).some((line) => line.includes('"new"'))).toBe(true)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })
})

describe("a certificate", () => {
  it("turns red and names the interval when any single row is missing", async () => {
    const full = history(6)
    for (const [index, gone] of full.ledger.entries()) {
      await engine.stop()
      removePlace(place)
      place = newPlace()
      const broken = new ToyExchange()
      Object.assign(broken, history(6))
      broken.balances = broken.truth()
      broken.ledger = full.ledger.filter((_, at) => at !== index)
      engine = await new ToyEngine(place, broken).start()
      const { id } = await engine.connect()
      await engine.settled(id)
      // the missing row might lie beyond the end, until another run has seen the same end
      expect(await engine.certificate(id)).toMatchObject({ state: "unproved", reason: expect.stringContaining("end of history") })
      await engine.sync(id)
      const certificate = await engine.certificate(id)
      expect(certificate.state, gone.id!).toBe("differs")
      const line = certificate.lines.find(({ asset }) => asset === gone.asset)!
      expect(line.state).toBe("differs")
      expect(line.difference).toBe(gone.amount)
      expect(line.interval!.from ?? 0).toBeLessThanOrEqual(gone.at)
      expect(line.interval!.to ?? Number.POSITIVE_INFINITY).toBeGreaterThan(gone.at)
    }
  }, 60_000)

  it("says unproved, with the day, when witnesses are older than the ledger", async () => {
    toy.ledger = toy.ledger.slice(0, -5)
    toy.balances = null
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved", reason: "history begins before 2024-01-01", unjoined: 2 })
  })

  it("counts a pending withdrawal as in flight when it explains the difference", async () => {
    toy.trades = [
      { id: "p1", at: t0 + 3_600_000, asset: "mxn", amount: "-250", group: "withdrawal:p1", kind: "withdrawal", status: "pending" },
      ...toy.trades
    ]
    toy.balances = { aaa: "14.9", mxn: "99750" }
    const { id } = await engine.connect()
    await engine.settled(id)
    const certificate = await engine.certificate(id)
    expect(certificate.state).toBe("proved")
    expect(certificate.lines.find(({ asset }) => asset === "mxn")!.inFlight).toEqual([
      { groupId: "withdrawal:p1", amount: "-250", at: t0 + 3_600_000 }
    ])
  })

  it("counts pending rows of the list that posts as in flight, once where a witness tells of the same", async () => {
    const leaving = { asset: "mxn", amount: "-250", kind: "withdrawal", status: "pending", at: t0 + 3_600_000 } as const
    toy.ledger = [
      { ...leaving, id: "w1", group: "withdrawal:w1" },
      { ...leaving, id: "w2", group: null, amount: "-3", at: leaving.at - 1_000 },
      ...toy.ledger
    ]
    toy.trades = [{ ...leaving, id: "x1", group: "withdrawal:w1" }, ...toy.trades]
    toy.balances = { aaa: "14.9", mxn: "99747" }
    const { id } = await engine.connect()
    await engine.settled(id)
    const certificate = await engine.certificate(id)
    expect(certificate.state).toBe("proved")
    expect(certificate.lines.find(({ asset }) => asset === "mxn")).toMatchObject({
      postings: "100000",
      inFlight: [
        { groupId: "w2", amount: "-3", at: leaving.at - 1_000 },
        { groupId: "withdrawal:w1", amount: "-250", at: leaving.at }
      ]
    })
  })

  it("says unsettled when rows keep arriving between the balances and the look after them", async () => {
    let n = 0
    toy.misbehave = ({ path }) => {
      if (path === "/ledger" && toy.requests.some((request) => request.path === "/balances")) {
        toy.ledger = [{ id: `busy${++n}`, at: Date.now(), asset: "mxn", amount: "1", group: null, kind: "deposit" }, ...toy.ledger]
      }
      return undefined
    }
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "unsettled" })
  })
})

describe("a composition", () => {
  it("is replaced while its posting stream is refused, and takes the books over again once it is granted", async () => {
    toy.denied.add("ledger")
    toy.balances = { aaa: "14.9" }
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.streams(id)).toMatchObject([
      { stream: "ledger", role: "witness", state: "failed", failure: { code: "PERMISSION_MISSING" } },
      { stream: "trades", role: "posts", state: "complete" }
    ])
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    expect((await engine.export()).every((line) => line.includes('"stream":"trades"'))).toBe(true)

    toy.denied.clear()
    toy.balances = null
    await engine.sync(id)
    expect((await engine.streams(id)).map(({ role }) => role)).toEqual(["posts", "witness"])
    expect(await engine.export()).toHaveLength(21)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved", unjoined: 0 })
  })

  it("is replaced when the exchange takes back a stream of which the others tell every row, and goes on from there", async () => {
    const { ledger, trades } = history(11)
    const only = (rows: Array<ToyRow>, drop: number) => rows.filter(({ id }) => id !== "d1").slice(drop)
    Object.assign(toy, { ledger: only(ledger, 2), trades: only(trades, 1) })
    const { id } = await engine.connect()
    await engine.settled(id)
    const roles = async () => (await engine.streams(id)).map(({ role }) => role)
    expect([await roles(), (await engine.export()).length]).toEqual([["posts", "witness"], 20])
    toy.denied.add("ledger")
    Object.assign(toy, { ledger: only(ledger, 0), trades: only(trades, 0) })
    for (let run = 0; run < 2; run++) {
      await engine.sync(id)
      expect([await roles(), (await engine.export()).length]).toEqual([["witness", "posts"], 11])
      expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    }
    toy.denied.clear()
    await engine.sync(id)
    expect([await roles(), (await engine.export()).length]).toEqual([["posts", "witness"], 22])
    expect(await engine.certificate(id)).toMatchObject({ state: "proved", unjoined: 0 })
  })

  it("stays when the exchange takes back a stream that has told what no other does", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.denied.add("ledger")
    await engine.sync(id)
    expect((await engine.streams(id)).map(({ role }) => role)).toEqual(["posts", "witness"])
    expect(await engine.export()).toHaveLength(21)
    expect(await engine.certificate(id)).toMatchObject({ state: "unproved" })
  })
})

describe("a failure", () => {
  const failing = (error: string, status: number) => () => Response.json({ error }, { status })

  it.each([
    ["PERMISSION_MISSING", 403],
    ["SCHEMA_DRIFT", 200],
    ["MAINTENANCE", 503],
    ["NETWORK", 500]
  ])("of one stream (%s) is named, loses nothing and does not stop the others", async (code, status) => {
    toy.misbehave = ({ path }) => (path === "/trades" ? failing(code, status)() : undefined)
    const { id } = await engine.connect()
    await engine.settled(id)
    const [ledger, trades] = await engine.streams(id)
    expect(ledger).toMatchObject({ state: "complete", rows: 21 })
    expect(trades).toMatchObject({ state: "failed", failure: { code } })
    expect(trades!.coverage.at(-1)).toMatchObject({ state: "failed", reason: code })
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect((await engine.streams(id))[1]).toMatchObject({ state: "complete", rows: 10, failure: null })
  })

  it("of the key stops the connection until its owner acts, after at most three attempts", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.requests.length = 0
    toy.misbehave = ({ path }) => (path === "/tickers" ? undefined : failing("AUTH_INVALID", 401)())
    await engine.sync(id)
    expect(await engine.connection(id)).toMatchObject({
      status: "attention",
      nextSyncAt: null,
      failure: { code: "AUTH_INVALID", who: "user" }
    })
    expect(toy.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3)
    expect(await engine.export()).toHaveLength(21)
  })

  it("that is our own clock's fault is named so", async () => {
    toy.now = () => Date.now() + 3_600_000
    toy.misbehave = failing("AUTH_INVALID", 401)
    await expect(engine.connect()).rejects.toMatchObject({ _tag: "ExchangeRefused", failure: { code: "CLOCK_SKEW" } })
  })

  it("that shows an empty list where rows were is suspect: the rows stay", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.misbehave = ({ path }) => (path === "/ledger" ? Response.json({ rows: [] }) : undefined)
    await engine.sync(id)
    expect((await engine.streams(id))[0]).toMatchObject({ state: "suspect", rows: 21 })
    expect(await engine.export()).toHaveLength(21)
    toy.misbehave = () => undefined
    await engine.sync(id)
    expect((await engine.streams(id))[0]).toMatchObject({ state: "complete", rows: 21 })
  })

  it("that shows one empty page by mistake in the middle of the history is not taken for its end", async () => {
    toy.misbehave = ({ path, n }) => (path === "/ledger" && n === 3 ? Response.json({ rows: [] }) : undefined)
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.export()).toHaveLength(21)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("that shows nothing more for a whole run, from any page on, costs no row, and nothing is claimed that is not stored", async () => {
    const whole = await engine.connect().then(async ({ id }) => {
      await engine.settled(id)
      return engine.export()
    })
    for (let from = 1; from <= 8; from++) {
      await engine.stop()
      removePlace(place)
      place = newPlace()
      const hiding = Object.assign(new ToyExchange(), history(10))
      let begun = 0
      hiding.misbehave = ({ path }) =>
        path !== "/ledger" && path !== "/trades" ? undefined : ++begun > from ? Response.json({ rows: [] }) : undefined
      engine = await new ToyEngine(place, hiding).start()
      const { id } = await engine.connect()
      await engine.settled(id)
      const stored = (await engine.export()).map((line) => JSON.parse(line).externalId)
      const [ledger] = await engine.streams(id)
      for (const { id: externalId, at } of hiding.ledger.filter((row) => !stored.includes(row.id)))
        expect(
          ledger!.coverage.some(({ from: start, to, state }) => state === "known" && start <= at && at < to),
          `${externalId} is missing and counts as known`
        ).toBe(false)
      expect(stored.length).toBeLessThan(whole.length)
      expect(await engine.certificate(id)).toMatchObject({ state: "unproved" })
      hiding.misbehave = () => undefined
      await engine.sync(id)
      expect(await engine.export()).toEqual(whole)
      expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
    }
  }, 60_000)

  it("is not asked about its oldest rows in every run: once more by the second, and then rarely", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    const tailCalls = async () => {
      const before = toy.requests.length
      await engine.sync(id)
      return toy.requests.slice(before).filter(({ cursor }) => cursor !== null).length
    }
    expect((await engine.streams(id)).map(({ coverage }) => coverage[0]!.state)).toEqual(["unknown", "unknown"])
    expect(await tailCalls()).toBe(2)
    expect((await engine.streams(id)).map(({ coverage }) => coverage[0]!.state)).toEqual(["known", "known"])
    expect(await tailCalls()).toBe(0)
  })

  it("of the wire (reset, HTML, truncated) is tried again", async () => {
    toy.misbehave = ({ path, n }) =>
      path !== "/ledger"
        ? undefined
        : n === 2
          ? "reset"
          : n === 4
            ? new Response("<html>busy</html>", { status: 502 })
            : n === 6
              ? new Response('{"rows":[{"id"')
              : undefined
    const { id } = await engine.connect()
    await engine.settled(id)
    expect(await engine.certificate(id)).toMatchObject({ state: "proved" })
  })

  it("of one row quarantines that row and reads it once", async () => {
    toy.ledger = [{ id: "bad", at: t0 + 999_000_000, asset: "mxn", amount: "n/a", group: null, kind: "mystery" }, ...toy.ledger]
    toy.balances = { aaa: "14.9", mxn: "100000" }
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.sync(id)
    expect((await engine.streams(id))[0]).toMatchObject({ rows: 21, quarantined: 1 })
    expect(await engine.certificate(id)).toMatchObject({ state: "proved", quarantined: 1 })
  })
})

describe("a key", () => {
  it("that may trade or withdraw is refused", async () => {
    toy.rights = { trade: "yes", withdraw: "yes" }
    await expect(engine.connect()).rejects.toMatchObject({ _tag: "KeyTooPowerful", rights: ["trade", "withdraw"] })
  })

  it("whose rights cannot be verified needs consent, once", async () => {
    await expect(engine.connect(undefined, false)).rejects.toMatchObject({ _tag: "ConsentRequired", unverified: ["trade", "withdraw"] })
    const { id, consentedAt } = await engine.connect()
    expect(consentedAt).toBeGreaterThan(0)
    const again = await engine.connect()
    expect(again.id).toBe(id)
  })

  it("that is malformed is refused before anything is sent", async () => {
    await expect(engine.connect({ apiKey: "UPPER CASE!", apiSecret: "x" })).rejects.toMatchObject({
      _tag: "InvalidCredentials",
      field: "apiKey"
    })
    expect(toy.requests).toHaveLength(0)
  })

  it("is destroyed on disconnect while the history stays", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.run(Connections.use((connections) => connections.disconnect(owner, id)))
    expect(await engine.connection(id)).toMatchObject({ status: "disconnected" })
    expect(await engine.export()).toHaveLength(21)
    await expect(engine.sync(id)).rejects.toMatchObject({ _tag: "NotConnected" })
  })

  it("of another account does not take over a connection", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    toy.account = "account-2"
    const replace = Connections.use((connections) =>
      connections.replaceCredentials(owner, id, { credentials: { apiKey: toyKey, apiSecret: toySecret }, acceptUnverifiedRights: true })
    )
    await expect(engine.run(replace)).rejects.toMatchObject({ _tag: "AccountMismatch" })
  })

  it("leaves no trace of its secret in the data folder", async () => {
    const { id } = await engine.connect()
    await engine.settled(id)
    await engine.run(Maintenance.use((maintenance) => maintenance.backup(join(place.root, "backup.db"))))
    const files = [...readdirSync(place.dataDir).map((name) => join(place.dataDir, name)), join(place.root, "backup.db")]
    for (const file of files) {
      const bytes = readFileSync(file)
      expect(bytes.includes(toySecret), file).toBe(false)
      expect(bytes.includes("a name that nobody needs"), file).toBe(false)
    }
  })
})
