import { Decimal, type DecimalText, type EventStatus } from "@caudal/exchange"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Evidence, groupClues, pendingOf, reconcile } from "../../src/books/reconcile.ts"
import { Unjoined } from "../../src/books/Unjoined.ts"
import type { BalanceReport, GroupRow } from "../../src/storage/BookStore.ts"

const d = Decimal.make
const day = 86_400_000
const t0 = Date.UTC(2024, 0, 1)

const report = (balances: Readonly<Record<string, string>>, over: Partial<BalanceReport> = {}): BalanceReport => ({
  at: t0 + 10 * day,
  confirmedAt: t0 + 10 * day,
  settled: true,
  complete: true,
  balances: Object.entries(balances).map(([asset, total]) => ({
    wallet: "spot",
    asset,
    total: d(total),
    available: d(total),
    locked: d("0")
  })),
  ...over
})

const group = (groupId: string, amounts: Readonly<Record<string, string>>, over: Partial<GroupRow> = {}): GroupRow => ({
  stream: "trades",
  externalId: groupId,
  posts: false,
  kind: "trade",
  at: t0 + day,
  status: "settled",
  groupId,
  postings: Object.entries(amounts).map(([asset, amount]) => ({ wallet: "spot", asset, amount: d(amount), role: "principal" })),
  ...over
})

const evidence = (sums: Readonly<Record<string, string>>, over: Partial<Evidence> = {}): Evidence => ({
  incomplete: null,
  knownFrom: null,
  doubt: null,
  unshown: null,
  report: report(sums),
  reportMissing: null,
  sums: Object.entries(sums).map(([asset, amount]) => ({ wallet: "spot", asset, amount: d(amount) })),
  openings: [],
  pending: [],
  unjoined: new Unjoined(),
  firstPostingAt: t0,
  ...over
})
const pending = (groupId: string, amounts: Readonly<Record<string, string>>) => pendingOf(group(groupId, amounts, { status: "pending" }))
const lines = (one: Evidence) => reconcile(one).lines
const line = (one: Evidence, asset = "mxn") => lines(one).find((candidate) => candidate.asset === asset)!

describe("a list that is shown for some time only", () => {
  const unshown = "the exchange does not show p2p from before 2024-01-01"

  it("proves what adds up, and of what does not keeps the difference with both readings", () => {
    const books = evidence({ mxn: "5", btc: "1" }, { unshown, report: report({ mxn: "7", btc: "1" }) })
    expect(line(books, "btc")).toMatchObject({ state: "proved", reason: null })
    expect(line(books)).toMatchObject({
      state: "unproved",
      opening: null,
      difference: "2",
      reason: expect.stringMatching(/^the exchange does not show p2p .*: either 2 mxn came/)
    })
  })

  it("does not hide another doubt", () => {
    const doubt = "the exchange no longer shows trades of a/b"
    expect(line(evidence({ mxn: "5" }, { unshown, doubt, report: report({ mxn: "7" }) })).reason).toMatch(`${doubt}; ${unshown}`)
  })
})

describe("the certificate's arithmetic (P1)", () => {
  it("proves what adds up, to the last digit", () => {
    expect(line(evidence({ mxn: "0.1000000000000000055" }))).toEqual({
      wallet: "spot",
      asset: "mxn",
      state: "proved",
      opening: "0",
      asserted: null,
      implied: null,
      older: false,
      postings: "0.1000000000000000055",
      inFlight: [],
      reported: "0.1000000000000000055",
      difference: "0",
      interval: null,
      reason: null
    })
  })

  it.each<[string, Partial<Evidence>, object]>([
    [
      "a balance that is a hair higher",
      { report: report({ mxn: "10.000000000000000001" }) },
      { state: "differs", difference: "0.000000000000000001" }
    ],
    ["a balance that is lower", { report: report({ mxn: "9" }) }, { state: "differs", difference: "-1" }],
    ["an asset that the exchange no longer lists", { report: report({}) }, { state: "differs", reported: "0", difference: "-10" }],
    [
      "an asset missing from a list that is not complete",
      { report: report({}, { complete: false }) },
      { state: "unproved", reported: null, difference: null, opening: "0" }
    ],
    [
      "history that is not read to its start",
      { incomplete: "not read yet" },
      { state: "unproved", opening: null, difference: null, reason: "not read yet" }
    ],
    [
      "balances that could not be read",
      { report: null, reportMissing: "refused" },
      { state: "unproved", reported: null, reason: "refused" }
    ],
    ["a report while rows kept arriving", { report: report({ mxn: "11" }, { settled: false }) }, { state: "unsettled", difference: "1" }],
    [
      "a report while rows kept arriving that adds up all the same",
      { report: report({ mxn: "10" }, { settled: false }) },
      { state: "proved" }
    ],
    [
      "a withdrawal under way",
      { report: report({ mxn: "7" }), pending: [pending("w", { mxn: "-3" })] },
      { state: "proved", inFlight: [{ groupId: "w", amount: "-3" }] }
    ],
    [
      "two under way",
      { report: report({ mxn: "6" }), pending: [pending("w", { mxn: "-3" }), pending("v", { mxn: "-1" })] },
      { state: "proved" }
    ],
    [
      "a withdrawal under way beside a deposit that is not booked before it arrives",
      { report: report({ mxn: "7" }), pending: [pending("w", { mxn: "-3" }), pending("d", { mxn: "50" })] },
      { state: "proved", inFlight: [{ groupId: "w" }] }
    ],
    [
      "one under way that does not explain it",
      { report: report({ mxn: "6" }), pending: [pending("w", { mxn: "-3" })] },
      { state: "differs", difference: "-4", inFlight: [] }
    ],
    [
      "one under way of another asset",
      { report: report({ mxn: "7" }), pending: [pending("w", { btc: "-3" })] },
      { state: "differs", difference: "-3" }
    ],
    [
      "a witness older than the first row",
      { unjoined: new Unjoined().add(group("old", { mxn: "5" }, { at: t0 - 1 })) },
      { state: "unproved", older: true, reason: "history begins before 2024-01-01" }
    ],
    [
      "a witness older than the first row and a difference that it does not explain: it stays, and may be either",
      { report: report({ mxn: "12" }), unjoined: new Unjoined().add(group("old", { mxn: "5" }, { at: t0 - 1 })) },
      {
        state: "unproved",
        older: true,
        opening: null,
        difference: "2",
        reason:
          "history begins before 2024-01-01: either the account held 2 mxn before, or rows of mxn are missing since; both are possible"
      }
    ],
    [
      "witnesses and no row at all",
      { unjoined: new Unjoined().add(group("old", { mxn: "5" })), firstPostingAt: null },
      { state: "unproved", reason: "the exchange gives out no history, though the account has one" }
    ],
    [
      "old witnesses that hold exactly what is missing: rows are lost, the opening is not in doubt",
      { report: report({ mxn: "15" }), unjoined: new Unjoined().add(group("old", { mxn: "5" }, { at: t0 - 1 })) },
      { state: "differs", older: false, difference: "5" }
    ]
  ])("%s", (_, over, expected) => {
    expect(line(evidence({ mxn: "10" }, over))).toMatchObject(expected)
  })

  it("keeps wallets and assets apart, even when their names run together", () => {
    const found = lines(
      evidence(
        {},
        {
          sums: [
            { wallet: "a", asset: "bc", amount: d("1") },
            { wallet: "ab", asset: "c", amount: d("2") }
          ],
          report: report(
            {},
            {
              balances: [
                ["a", "bc", "1"],
                ["ab", "c", "2"]
              ].map(([wallet, asset, total]) => ({ wallet: wallet!, asset: asset!, total: d(total!), available: d("0"), locked: d("0") }))
            }
          )
        }
      )
    )
    expect(found.map(({ wallet, asset, state }) => [wallet, asset, state])).toEqual([
      ["a", "bc", "proved"],
      ["ab", "c", "proved"]
    ])
  })

  it("says nothing of the hundreds of assets that an exchange lists at zero and the owner never had", () => {
    expect(lines(evidence({ mxn: "1" }, { report: report({ mxn: "1", btc: "0", eth: "0" }) })).map(({ asset }) => asset)).toEqual(["mxn"])
    expect(lines(evidence({ mxn: "1" }, { report: report({ mxn: "1", btc: "2" }) })).map(({ asset, state }) => [asset, state])).toEqual([
      ["btc", "differs"],
      ["mxn", "proved"]
    ])
  })

  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 18 }))
    .map(([units, scale]) => Decimal.fromScaled(units, scale))
  const book = fc.dictionary(fc.constantFrom("aaa", "bbb", "ccc"), amount, { maxKeys: 3 })

  it("proves a book exactly when every balance equals its sum, and otherwise names the difference that would mend it", () => {
    fc.assert(
      fc.property(book, book, (sums, reported) => {
        const found = lines(evidence(sums, { report: report(reported) }))
        for (const one of found) {
          const [sum, total] = [sums[one.asset] ?? Decimal.zero, reported[one.asset] ?? Decimal.zero]
          expect(one.state).toBe(sum === total ? "proved" : "differs")
          expect(Decimal.add(sum, one.difference!)).toBe(total)
        }
        const needed = [...new Set([...Object.keys(sums), ...Object.keys(reported).filter((asset) => reported[asset] !== "0")])]
        expect(found.map(({ asset }) => asset)).toEqual(needed.toSorted())
      })
    )
  })

  it("never proves anything while the history or the balances are not known", () => {
    fc.assert(
      fc.property(book, book, fc.boolean(), (sums, reported, incomplete) => {
        const found = lines(
          evidence(sums, incomplete ? { incomplete: "x", report: report(reported) } : { report: null, reportMissing: "x" })
        )
        for (const one of found) expect(one).toMatchObject({ state: "unproved", difference: null, reason: "x" })
      })
    )
  })

  it("turns red for any single amount that is altered", () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 8 }), fc.nat(), amount, (amounts, at, altered) => {
        fc.pre(altered !== amounts[at % amounts.length])
        const total = Decimal.sum(amounts)
        const broken = Decimal.sum(amounts.map((one, index) => (index === at % amounts.length ? altered : one)))
        const one = line(evidence({ mxn: broken }, { report: report({ mxn: total }) }))
        expect(one?.state ?? "proved").toBe("differs")
      })
    )
  })
})

describe("a group's clues", () => {
  const posted = (amounts: Readonly<Record<string, string>>, status: EventStatus = "settled") =>
    group("g", amounts, { posts: true, status, at: t0 + 5 })
  const witness = (amounts: Readonly<Record<string, string>>, status: EventStatus = "settled") => group("g", amounts, { status })

  it.each<[string, ReadonlyArray<GroupRow>, Readonly<Record<string, DecimalText | string>>]>([
    ["agree", [witness({ aaa: "1", mxn: "-10" }), posted({ aaa: "1" }), posted({ mxn: "-10" })], {}],
    ["agree with a fee row of its own", [witness({ aaa: "0.99" }), posted({ aaa: "1" }), posted({ aaa: "-0.01" })], {}],
    ["a row altered", [witness({ aaa: "1" }), posted({ aaa: "1.5" })], { aaa: "-0.5" }],
    ["a leg missing", [witness({ aaa: "1", mxn: "-10" }), posted({ aaa: "1" })], { mxn: "-10" }],
    ["no posting at all", [witness({ aaa: "1" })], { aaa: "1" }],
    ["an asset that the witness does not know of", [witness({ aaa: "1" }), posted({ aaa: "1" }), posted({ bbb: "2" })], { bbb: "-2" }],
    ["only postings", [posted({ aaa: "1" })], {}],
    ["a witness that has not settled", [witness({ aaa: "1" }, "pending"), posted({ aaa: "2" })], {}],
    ["an order in two fills", [witness({ aaa: "1" }), witness({ aaa: "2" }), posted({ aaa: "1" }), posted({ aaa: "2" })], {}],
    ["one of an order's fills lost", [witness({ aaa: "1" }), witness({ aaa: "2" }), posted({ aaa: "1" })], { aaa: "2" }],
    ["an order of which one fill tells no amounts", [witness({ aaa: "1" }), witness({}), posted({ aaa: "5" })], {}],
    ["the same told by two lists", [witness({ aaa: "1" }), { ...witness({ aaa: "1" }), stream: "orders" }, posted({ aaa: "1" })], {}],
    ["a posting that failed", [witness({ aaa: "1" }), posted({ aaa: "1" }, "failed")], { aaa: "1" }]
  ])("%s", (_, rows, missing) => {
    const clues = groupClues(rows)
    expect(Object.fromEntries(clues.map((clue) => [clue.asset, clue.amount]))).toEqual(missing)
    for (const clue of clues) expect(clue.joined).toBe(rows.some((row) => row.posts && row.status === "settled"))
  })
})

it("a witness without postings says nothing of amounts", () => {
  const posted = group("trade:1", { mxn: "-10" }, { stream: "ledger", posts: true })
  expect(groupClues([posted, group("trade:1", {})])).toEqual([])
  expect(groupClues([group("trade:1", {})])).toEqual([])
})
