import { readFileSync } from "node:fs"
import { personas as recordedPersonas } from "@caudal/exchange-bitso/simulator"
import { beforeAll, describe, expect, it } from "vitest"
import { accountFile, type Answer, connected, install, openSandbox } from "./harness.ts"
import { type ConnectionView, eventsOf, type ExportedEvent, streamOf, sumsOf } from "./view.ts"

const recorded = (endpoint: string): Answer =>
  (
    JSON.parse(
      readFileSync(new URL(`../../../../packages/exchange-bitso/fixtures/get_${endpoint}_2017.json`, import.meta.url), "utf8")
    ) as Answer
  ).payload

interface Synced {
  readonly connection: ConnectionView
  readonly exported: string
  readonly holdings: Answer
  readonly truth: Answer
  readonly openItems: Answer
  readonly transactions: Answer
}

const questions = `{ viewer {
  portfolio { holdings { asset { code } total available locked } transactions(first: 100) { edges { node { externalId stream price { amount } transfer { network txid address rail } witnesses { stream externalId } } } } }
  connections { openItems(first: 100) { edges { node { stream externalId at groupId kind status } } } } } }`

const synced = async (args: ReadonlyArray<string>): Promise<Synced> => {
  const sandbox = await openSandbox(args)
  try {
    await using caudal = install(sandbox.url)
    const server = await caudal.start()
    const connection = await connected(server, sandbox)
    const { viewer } = await server.ask(questions)
    return {
      connection,
      exported: await server.exported(),
      holdings: Object.fromEntries(viewer.portfolio.holdings.map(({ asset, ...amounts }: Answer) => [asset.code, amounts])),
      truth: await sandbox.truth(),
      openItems: viewer.connections[0].openItems.edges.map(({ node }: Answer) => node),
      transactions: viewer.portfolio.transactions.edges.map(({ node }: Answer) => node)
    }
  } finally {
    await sandbox.stop()
  }
}

const history = () => ({
  ledger: recorded("ledger"),
  user_trades: recorded("user_trades"),
  fundings: recorded("fundings"),
  withdrawals: recorded("withdrawals")
})

describe.each([
  ["the balance is what its ledger adds up to", {}, /^history begins before 2017-07-26$/],
  ["the balance is the recorded one", { balance: recorded("balance") }, /^history begins before 2017-07-26, or rows are missing since: \w/]
])("the account recorded in 2017, when %s", (_when, more, reason) => {
  let account: Synced
  let events: ReadonlyArray<ExportedEvent>
  beforeAll(async () => {
    using file = accountFile({ ...history(), ...more })
    account = await synced(file.args)
    events = eventsOf(account.exported)
  })

  it("has every recorded ledger row once, with exact sums", () => {
    expect(events.map(({ externalId }) => externalId).sort()).toEqual(
      recorded("ledger")
        .map(({ eid }: Answer) => eid)
        .sort()
    )
    expect(sumsOf(events)).toEqual({ xrp: "7.82817456", btc: "-3.20690715", eth: "4.69168995", mxn: "-15024.7800228" })
  })

  it("is enriched by the witnesses that join: prices by trades, ways by withdrawals and deposits", () => {
    const trades = new Map(recorded("user_trades").map((row: Answer) => [`trade:${row.tid}`, row]))
    const fills = events.filter(({ kind }) => kind === "trade")
    expect(fills.length).toBeGreaterThan(0)
    for (const { groupId, price, witnesses } of fills) {
      const trade = trades.get(groupId ?? "") as Answer
      const [base, quote] = trade.book.split("_")
      expect(price).toEqual({ base, quote, amount: trade.price.replace(/\.?0+$/, "") })
      expect(witnesses).toEqual([{ stream: "user_trades", externalId: String(trade.tid) }])
    }
    const moved = events.filter(({ kind }) => kind === "withdrawal" || kind === "deposit")
    expect(moved.length).toBeGreaterThan(0)
    for (const { transfer, witnesses } of moved) {
      expect(witnesses).toHaveLength(1)
      expect(transfer).not.toBeNull()
    }
    const onChain = account.transactions.find(({ stream, transfer }: Answer) => stream === "ledger" && transfer?.txid)
    expect(onChain.transfer.address).toEqual(expect.any(String))
  })

  it("lists the witnesses that are older than the ledger, and never counts them", () => {
    const begins = Math.min(...recorded("ledger").map((row: Answer) => Date.parse(row.created_at.replace("+0000", "Z"))))
    const joined = new Set(events.flatMap(({ witnesses }) => witnesses.map(({ stream, externalId }) => `${stream} ${externalId}`)))
    const ids = { user_trades: "tid", fundings: "fid", withdrawals: "wid" }
    const unjoined = Object.entries(ids).flatMap(([stream, id]) =>
      recorded(stream)
        .filter((row: Answer) => !joined.has(`${stream} ${row[id]}`) && row.status !== "failed" && row.status !== "cancelled")
        .map((row: Answer) => `${stream} ${row[id]}`)
    )
    expect(account.openItems.map(({ stream, externalId }: Answer) => `${stream} ${externalId}`).sort()).toEqual(unjoined.sort())
    expect(account.openItems.length).toBeGreaterThan(50)
    for (const { at, status } of account.openItems) if (status === "SETTLED") expect(Date.parse(at)).toBeLessThan(begins)
    expect(account.connection.certificate.unjoined).toBe(account.openItems.length)
    expect(events.every(({ stream }) => stream === "ledger")).toBe(true)
  })

  it("says that it cannot be proved, since the history begins earlier", () => {
    expect(account.connection.certificate).toMatchObject({ state: "UNPROVED", reason: expect.stringMatching(reason) })
    const { certificate } = account.connection
    for (const line of certificate.lines) {
      expect(line).toMatchObject({ state: "UNPROVED", opening: null, reason: expect.stringMatching(/^history begins before 2017-07-26/) })
      // what the ledger does not explain is shown, with both of its readings
      if (line.difference !== null) expect(line.reason).toContain(`held ${line.difference} ${line.asset.code} before, or rows of`)
      expect(line.difference !== null).toBe(line.postings !== line.reported)
    }
    expect(account.connection.streams.map(({ state }) => state)).toEqual(account.connection.streams.map(() => "COMPLETE"))
    const [lost, ...since] = streamOf(account.connection, "ledger").coverage
    expect(lost).toMatchObject({
      from: null,
      to: expect.stringMatching(/^2017-07-26T/),
      state: "LOST_AT_SOURCE",
      reason: expect.any(String)
    })
    expect(since[0]).toMatchObject({ from: lost!.to, state: "KNOWN" })
    // the exchange does not show this list from its oldest row on, and one run only has seen its end
    expect(streamOf(account.connection, "withdrawals").coverage[0]).toMatchObject({ from: null, state: "UNKNOWN" })
  })
})

const asserted = `mutation ($input: AssertOpeningInput!) { assertOpening(input: $input) { __typename
  ... on OpeningSuccess { opening { id connection { certificate { state reason } } } } ... on Problem { code } } }`

describe.each([
  ["its ledger adds up to", {}],
  ["was recorded", { balance: recorded("balance") }]
])("the account recorded in 2017, when its owner says what it held before, and the balance is what %s", (_when, more) => {
  it("is proved by their word, differs by what that is wrong, and is unproved again without it", async () => {
    using file = accountFile({ ...history(), ...more })
    const sandbox = await openSandbox(file.args)
    try {
      await using caudal = install(sandbox.url)
      const server = await caudal.start()
      const before = await connected(server, sandbox)
      const say = async (line: ConnectionView["certificate"]["lines"][number], quantity: string) =>
        (
          await server.ask(asserted, {
            input: {
              connection: before.id,
              wallet: "spot",
              asset: line.asset.code,
              at: line.implied!.at,
              quantity,
              note: "statement of July 2017"
            }
          })
        ).assertOpening
      const lines = before.certificate.lines
      expect(lines.map(({ asset }) => asset.code)).toEqual(expect.arrayContaining(["btc", "eth", "mxn", "xrp"]))
      const ids: Array<string> = []
      for (const [n, line] of lines.entries()) {
        // the implied opening is the reported balance less the exact sums of the recorded rows
        expect(line.implied!.at).toMatch(/^2017-07-26T/)
        const moved = [
          {
            postings: [
              { asset: "x", amount: line.implied!.quantity },
              { asset: "x", amount: line.postings }
            ]
          }
        ]
        expect(sumsOf(moved as never)["x"] ?? "0").toBe(line.reported)
        const { __typename, opening } = await say(line, line.implied!.quantity)
        expect(__typename).toBe("OpeningSuccess")
        ids.push(opening.id)
        expect(opening.connection.certificate.state).toBe(n === lines.length - 1 ? "PROVED" : "UNPROVED")
      }
      const codes = lines.map(({ asset }) => asset.code).join(", ")
      const proved = { state: "PROVED", reason: `with openings asserted by the owner: ${codes}` }
      expect((await server.sync()).certificate).toMatchObject(proved)
      const wrong = lines.find(({ asset }) => asset.code === "btc")!
      await say(
        wrong,
        sumsOf([
          {
            postings: [
              { asset: "x", amount: wrong.implied!.quantity },
              { asset: "x", amount: "-0.25" }
            ]
          }
        ] as never)["x"] ?? "0"
      )
      const { certificate } = await server.connection()
      expect(certificate.state).toBe("DIFFERS")
      expect(certificate.lines.find(({ asset }) => asset.code === "btc")).toMatchObject({
        state: "DIFFERS",
        difference: "0.25",
        interval: { from: wrong.implied!.at, precision: "ASSERTION" }
      })
      // also after a restart, and what was said is all still there
      await server.stop()
      const again = await caudal.start()
      await again.settled()
      expect((await again.connection()).certificate.state).toBe("DIFFERS")
      for (const id of ids) await again.ask("mutation ($id: ID!) { withdrawOpening(opening: $id) { __typename } }", { id })
      expect((await again.connection()).certificate).toEqual(before.certificate)
      const { viewer } = await again.ask("{ viewer { connections { openings { withdrawn versions { version } } } } }")
      for (const opening of viewer.connections[0].openings) expect(opening).toMatchObject({ withdrawn: true })
      expect(viewer.connections[0].openings).toHaveLength(lines.length)
    } finally {
      await sandbox.stop()
    }
  })
})

const personas = new Map<string, Promise<Synced>>()
const persona = (name: string): Promise<Synced> => {
  const known = personas.get(name) ?? synced(["--persona", name])
  personas.set(name, known)
  return known
}

describe.each(["beginner", "gap", "oddities"])("holdings of %s", (name) => {
  it("are exactly what the exchange holds: total, available and locked", async () => {
    const { holdings, truth } = await persona(name)
    const held = Object.entries(truth.balances as Record<string, Answer>).filter(([, { total }]) => total !== "0")
    expect(holdings).toEqual(Object.fromEntries(held))
  })
})

describe("certificates", () => {
  it("proves the books of beginner", async () => {
    const { connection, exported, truth } = await persona("beginner")
    expect(connection.certificate).toMatchObject({ state: "PROVED", reason: null, quarantined: 0, unrecognised: 0, unjoined: 0 })
    expect(connection.notices).toEqual([])
    expect(sumsOf(eventsOf(exported))).toEqual(
      Object.fromEntries(Object.entries<Answer>(truth.balances).map(([code, { total }]) => [code, total]))
    )
  })

  it("finds the gap: which assets, by how much, and between which rows", async () => {
    const { connection, truth } = await persona("gap")
    const { certificate } = connection
    expect(certificate.state).toBe("DIFFERS")
    const differing = certificate.lines.filter(({ state }) => state === "DIFFERS").map(({ asset }) => asset.code)
    expect(connection.notices).toMatchObject([{ code: "BALANCE_MISMATCH", names: differing, who: "USER" }])
    const missing = (truth.ledger_missing as ReadonlyArray<Answer>).flatMap((row) =>
      row.balance_updates.map((update: Answer) => ({ ...update, at: Date.parse(row.created_at.replace("+0000", "Z")) }))
    )
    const assets = new Set(missing.map(({ currency }) => currency))
    expect(assets.size).toBeGreaterThan(1)
    for (const { asset, state, difference, interval, reason } of certificate.lines) {
      const lost = missing.filter(({ currency }) => currency === asset.code)
      if (lost.length === 0) {
        expect(state).toBe("PROVED")
        continue
      }
      expect(state).toBe("DIFFERS")
      expect(difference).toBe(
        sumsOf([{ postings: lost.map(({ currency, amount }) => ({ asset: currency, amount })) } as never])[asset.code]
      )
      for (const { at } of lost) {
        expect(Date.parse(interval?.from ?? "")).toBeLessThanOrEqual(at)
        expect(Date.parse(interval?.to ?? "")).toBeGreaterThan(at)
      }
      expect(reason).toContain(asset.code)
      // no stream that builds the books is called known where the books are known to lack rows
      for (const { from, to, state: covered } of streamOf(connection, "ledger").coverage)
        if (covered === "KNOWN") expect((from ?? "") >= (interval?.to ?? "") || to <= (interval?.from ?? "")).toBe(true)
    }
    expect(streamOf(connection, "ledger").coverage.some(({ state, reason }) => state === "UNKNOWN" && /differ/.test(reason ?? ""))).toBe(
      true
    )
  })

  it("proves oddities, and shows what it could not read or name", async () => {
    const { connection } = await persona("oddities")
    expect(connection.certificate).toMatchObject({ state: "PROVED", reason: null })
    expect(connection.certificate.quarantined).toBeGreaterThan(0)
    expect(connection.certificate.unrecognised).toBeGreaterThan(0)
    expect(streamOf(connection, "ledger").quarantined).toBe(connection.certificate.quarantined)
    expect(connection.failure).toBeNull()
    const [operations, assets, ...others] = connection.notices
    expect(operations).toMatchObject({ code: "UNKNOWN_OPERATION", count: connection.certificate.unrecognised, who: "ADAPTER" })
    for (const name of operations!.names) expect(operations!.message).toContain(name)
    expect(assets).toMatchObject({ code: "UNKNOWN_ASSET", whatToDo: expect.stringContaining("exchange's own code") })
    expect(assets!.names.length).toBe(assets!.count)
    expect(others).toEqual([])
  })

  it("proves an account whose oldest ledger row has no id: its list ends without a place to go on from", async () => {
    const beginner: Answer = recordedPersonas.beginner()
    const { eid: _eid, ...oldest } = beginner.ledger.at(-1)
    using file = accountFile({ ...beginner, ledger: [...beginner.ledger.slice(0, -1), oldest] })
    const { connection, exported, truth } = await synced(file.args)
    expect(streamOf(connection, "ledger")).toMatchObject({ state: "COMPLETE", failure: null })
    expect(streamOf(connection, "ledger").coverage[0]).toMatchObject({ from: null, state: "KNOWN" })
    expect(eventsOf(exported)).toHaveLength(beginner.ledger.length)
    expect(sumsOf(eventsOf(exported))).toEqual(
      Object.fromEntries(Object.entries<Answer>(truth.balances).map(([code, { total }]) => [code, total]))
    )
    expect(connection.certificate).toMatchObject({ state: "PROVED", reason: null })
  })
})
