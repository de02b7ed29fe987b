import type { FaultRule } from "@caudal/exchange/simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { accountFile, calmExport, connected, install, openSandbox, type Sandbox, traderSlice } from "./harness.ts"
import { type ConnectionView, eventsOf, streamOf, sumsOf } from "./view.ts"

/** Before the first page of a history a list is asked twice for one row: whether the key may read it, and the oldest one. */
const page = (number: number) => number + 2
const middle = page(5)

/** Fifteen pages of ledger, eight of trades. */
describe("a first import", () => {
  let exchange: Sandbox
  let calm = ""
  beforeAll(async () => {
    using file = accountFile(traderSlice(800))
    exchange = await openSandbox(file.args)
    calm = await calmExport(exchange)
    expect(eventsOf(calm).length).toBeGreaterThan(1_400)
  })
  afterAll(async () => {
    await exchange?.stop()
  })

  /** Imports with the fault, looks, then syncs without it. */
  const imported = async (
    rules: ReadonlyArray<FaultRule>,
    look: (connection: ConnectionView, exported: string) => void = () => undefined
  ) => {
    await using installation = install(exchange.url)
    await exchange.faults(...rules)
    const server = await installation.start()
    const connection = await connected(server, exchange)
    look(connection, await server.exported())
    await exchange.faults()
    const recovered = await server.sync()
    expect(recovered).toMatchObject({ failure: null, certificate: { state: "PROVED" } })
    expect(recovered.streams.map(({ state }) => state)).toEqual(recovered.streams.map(() => "COMPLETE"))
    expect((await server.exported()) === calm).toBe(true)
  }

  const passing: ReadonlyArray<readonly [string, FaultRule["fault"], FaultRule["args"]]> = [
    ["a web page", "html", { status: 502 }],
    ["half of a page's JSON", "truncated", {}],
    ["a page that breaks off", "truncated", { wrongLength: true }],
    ["a reset", "reset", {}],
    ["an error body with status 200", "errorBody", { code: "0101", status: 200 }],
    ["an empty list", "emptyList", {}],
    ["rows that come twice", "duplicateRows", { rows: 7 }],
    ["a page out of order", "reorderRows", {}],
    ["a page that starts too early", "shiftPage", { rows: 9 }],
    ["numbers instead of strings", "numbersInsteadOfStrings", {}]
  ]
  it("loses and doubles nothing by anything that passes, on every list at once", async () => {
    // Each fault is followed by an answer that is in order: that is what makes it pass.
    const rules = passing.flatMap(([, fault, args = {}], index) =>
      ["ledger", "user_trades"].map((route) => ({ route, nth: page(2) + 2 * index, fault, args }))
    )
    await imported(rules, (connection, exported) => {
      expect(connection.failure).toBeNull()
      expect(exported === calm).toBe(true)
    })
  })

  it.each([
    ["a web page", "html", { status: 200 }, "WEB_PAGE"],
    ["half of its JSON", "truncated", {}, "ANSWER_CUT_OFF"],
    ["a reset", "reset", {}, "NETWORK"],
    ["an unknown place", "errorBody", { code: "0320", status: 400 }, "CURSOR_INVALID"]
  ] as const)(
    "that meets a lasting %s keeps what it has, finishes its other lists, and goes on where it stood",
    async (_what, fault, args, code) => {
      await imported([{ route: "ledger", nth: { from: middle }, fault, args }], (connection, exported) => {
        expect(streamOf(connection, "ledger")).toMatchObject({ state: "FAILED", failure: { code } })
        expect(streamOf(connection, "user_trades").state).toBe("COMPLETE")
        expect(connection.certificate.state).toBe("UNPROVED")
        expect(eventsOf(exported).length).toBeGreaterThanOrEqual(400)
        const whole = new Set(calm.split("\n"))
        const unjoined = eventsOf(exported).length - exported.split("\n").filter((line) => line !== "" && whole.has(line)).length
        expect(unjoined).toBe(0)
      })
    }
  )

  it("from which the ledger is withdrawn half-way is built from the lists that are left, and from the ledger again once it is back", async () => {
    await imported([{ route: "ledger", nth: { from: middle }, fault: "missingPermission" }], (connection, exported) => {
      expect(streamOf(connection, "ledger")).toMatchObject({ state: "FAILED", failure: { code: "PERMISSION_MISSING" } })
      expect(connection.certificate).toMatchObject({ state: "PROVED" })
      expect(eventsOf(exported).some(({ stream }) => stream === "ledger")).toBe(false)
      expect(sumsOf(eventsOf(exported))).toEqual(sumsOf(eventsOf(calm)))
    })
  })

  it.each(["ledger", "user_trades"])("does not take a list that is empty twice for the account's start: %s", async (route) => {
    await imported([{ route, nth: [middle, middle + 1], fault: "emptyList" }], (connection) => {
      expect(streamOf(connection, route)).toMatchObject({ state: "SUSPECT", failure: { code: "DATA_CHANGED_DURING_PAGING" } })
      // Without a witness the books can still be proved, without the ledger never.
      expect(connection.certificate.state === "PROVED").toBe(route !== "ledger")
    })
  })

  it("that is shown a page too late proves nothing: the certificate names the rows that were skipped", async () => {
    await using installation = install(exchange.url)
    await exchange.faults({ route: "ledger", nth: middle, fault: "shiftPage", args: { rows: -2 } })
    const server = await installation.start()
    const connection = await connected(server, exchange)
    await exchange.faults()
    const kept = new Set(eventsOf(await server.exported()).map(({ externalId }) => externalId))
    const skipped = eventsOf(calm).filter(({ externalId }) => !kept.has(externalId))
    expect(skipped).toHaveLength(2)
    expect(connection.certificate.state).toBe("DIFFERS")
    for (const { groupId, at, postings } of skipped) {
      for (const { asset } of postings) {
        const line = connection.certificate.lines.find((one) => one.asset.code === asset)
        expect(line).toMatchObject({ state: "DIFFERS", reason: expect.stringContaining(groupId ?? "") })
        expect(Date.parse(line?.interval?.from ?? "")).toBeLessThanOrEqual(Date.parse(at))
        expect(Date.parse(line?.interval?.to ?? "")).toBeGreaterThan(Date.parse(at))
      }
    }
  })
})

describe("rows that are wrong at first", () => {
  it.each([
    // the exchange does not show its oldest row either, so that what is missing might lie beyond the end
    ["a row that comes late", "lateRow", "UNPROVED", 0],
    ["a row that is corrected", "correctedRow", "DIFFERS", 0],
    ["an operation nobody knows", "unknownOperation", "PROVED", 1],
    ["a currency nobody knows", "unknownCurrency", "DIFFERS", 0]
  ] as const)("show in the certificate while they are, and come right by themselves: %s", async (_what, fault, state, unrecognised) => {
    const exchange = await openSandbox(["--persona", "beginner"])
    const calm = await calmExport(exchange)
    await using installation = install(exchange.url)
    const server = await installation.start()
    await exchange.faults({ route: "ledger", fault })
    const connection = await connected(server, exchange)
    expect(connection.certificate).toMatchObject({ state, unrecognised })
    expect(await server.exported()).not.toBe(calm)
    await exchange.faults()
    expect((await server.sync()).certificate).toMatchObject({ state: "PROVED", unrecognised: 0 })
    expect(await server.exported()).toBe(calm)
    await exchange.stop()
  })
})
