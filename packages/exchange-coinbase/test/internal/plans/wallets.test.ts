/** Plans that gather lists over pages. */
import { type Call, type Json, mostPlanState, type Plan, type Reply } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { coinbase } from "../../../src/index.ts"
import { pageOf, replyOf, textOf } from "../../fixture.ts"

const id = (n: number) => `${String(n).padStart(8, "0")}-3c24-56bf-bbd7-84dc284ab018`
const wallet = (n: number, over: object = {}) => ({
  id: id(n),
  type: "wallet",
  name: null,
  primary: false,
  balance: { amount: `${n}.5`, currency: `A${n}` },
  ...over
})

/** Answers a plan's calls until it is done; gives the calls as well, and how much state it ever carried. */
const run = <A>(plan: Plan<A>, answer: (call: Call, n: number) => Reply) => {
  const calls: Array<Call> = []
  let step = plan.start
  let state = 0
  while (!("done" in step)) {
    calls.push(step.call)
    if (calls.length > 50) throw new Error("does not end")
    state = Math.max(state, JSON.stringify(step.state).length)
    step = plan.next(JSON.parse(JSON.stringify(step.state)) as Json, { reply: answer(step.call, calls.length), failure: null })
  }
  return { done: step.done, calls, state }
}

/** Serves so many wallets, a hundred to a page. */
const served = (count: number) => (call: Call) => {
  const after = call.query?.find(([name]) => name === "starting_after")?.[1]
  const from = after === undefined ? 0 : Array.from({ length: count }, (_, n) => id(n)).indexOf(after) + 1
  const rows = Array.from({ length: Math.min(100, count - from) }, (_, n) => wallet(from + n))
  return pageOf(
    rows,
    from + rows.length < count ? { next_uri: "/v2/accounts?x", next_starting_after: rows.at(-1)!.id } : { next_uri: null }
  )
}

const wallets = coinbase.streams.transactions.dimensions
const { balances } = coinbase.plans

describe("the lists that there are", () => {
  it("recorded, are named by what kind of wallet they are of", () => {
    const { done } = run(wallets, () =>
      replyOf(coinbase.redact("accounts", textOf("recorded_accounts").replace(/"next_uri": "[^"]*"/, '"next_uri": null')))
    )
    expect(done).toEqual([
      { id: "main:e43047d8-3c24-56bf-bbd7-84dc284ab018", assets: null },
      { id: "staked:ee4ccb01-e922-5472-a6f7-947d97970ad3", assets: null },
      { id: "main:9347d538-945b-53d0-a7f3-3ebae4a2f8d5", assets: null }
    ])
  })

  it.each([0, 1, 99, 100, 101, 730])("are all of %i, over as many pages as it takes, within the bound of a plan's state", (count) => {
    const { done, calls, state } = run(wallets, served(count))
    expect(done.map(({ id: name }) => name)).toEqual(Array.from({ length: count }, (_, n) => `main:${id(n)}`))
    expect(calls.length).toBe(Math.max(1, Math.ceil(count / 100)))
    expect(state).toBeLessThan(mostPlanState / 4)
  })

  it("leave out what only stands for an asset, and what cannot be read", () => {
    const { done } = run(wallets, () => pageOf([wallet(1), wallet(2, { id: "EUR" }), 5, { id: null }]))
    expect(done).toEqual([{ id: `main:${id(1)}`, assets: null }])
  })

  it("end where the exchange leads in circles", () => {
    const { calls, done } = run(wallets, () => pageOf([wallet(1)], { next_uri: "/v2/accounts?x", next_starting_after: id(1) }))
    expect(calls.length).toBe(2)
    expect(done).toHaveLength(1)
  })

  it("are those found so far where a page fails", () => {
    expect(wallets.next([`main:${id(1)}`], { reply: null, failure: null! })).toEqual({ done: [{ id: `main:${id(1)}`, assets: null }] })
  })
})

describe("balances", () => {
  const held = (rows: ReadonlyArray<object>, over: object = { has_next: false, cursor: "" }) =>
    replyOf(JSON.stringify({ accounts: rows, ...over }))
  const holding = (n: number, available: string, hold: string, asset = `A${n}`) => ({
    uuid: id(n),
    available_balance: { value: available, currency: asset },
    hold: { value: hold, currency: asset }
  })

  it("are what the wallets list, with what orders hold back locked", () => {
    const { done, calls } = run(balances, (call) =>
      call.endpoint === "accounts"
        ? pageOf([wallet(1), wallet(2), wallet(3, { type: "vault" })])
        : held([holding(1, "1", "0.5"), holding(9, "7", "0")])
    )
    expect(calls.map(({ endpoint }) => endpoint)).toEqual(["accounts", "holds"])
    expect(done).toEqual({
      balances: [
        { wallet: "main", asset: "A1", total: "1.5", available: "1", locked: "0.5" },
        { wallet: "main", asset: "A2", total: "2.5", available: "2.5", locked: "0" },
        { wallet: "vault", asset: "A3", total: "3.5", available: "3.5", locked: "0" }
      ],
      quarantined: [],
      complete: true
    })
  })

  it("are whole where a wallet's own number leaves out what is held", () => {
    const { done } = run(balances, (call) =>
      call.endpoint === "accounts" ? pageOf([wallet(1, { balance: { amount: "0", currency: "A1" } })]) : held([holding(1, "0", "2")])
    )
    expect(done.balances).toEqual([{ wallet: "main", asset: "A1", total: "2", available: "0", locked: "2" }])
  })

  it("of a wallet that is shown twice, on one page or on two, count once", () => {
    const { done } = run(balances, (call) =>
      call.endpoint !== "accounts"
        ? held([])
        : call.query?.some(([name]) => name === "starting_after")
          ? pageOf([wallet(2), wallet(3)])
          : pageOf([wallet(1), wallet(1), wallet(2)], { next_uri: "/v2/accounts?x", next_starting_after: id(2) })
    )
    expect(done.balances.map(({ asset, total }) => [asset, total])).toEqual([
      ["A1", "1.5"],
      ["A2", "2.5"],
      ["A3", "3.5"]
    ])
  })

  it("of one asset in two wallets of a kind are one line; of another asset under the same id they are not mixed", () => {
    const { done } = run(balances, (call) =>
      call.endpoint === "accounts"
        ? pageOf([wallet(1), wallet(2, { balance: { amount: "4", currency: "A1" } })])
        : held([holding(1, "9", "9", "OTHER")])
    )
    expect(done.balances).toEqual([{ wallet: "main", asset: "A1", total: "5.5", available: "5.5", locked: "0" }])
  })

  it("are read to the last page of both interfaces, each wallet once", () => {
    let pages = 0
    const { done, calls, state } = run(balances, (call) => {
      if (call.endpoint === "accounts") return served(250)(call)
      return ++pages < 3 ? held([holding(pages, "1", "1")], { has_next: true, cursor: `c${pages}` }) : held([])
    })
    expect(calls.filter(({ endpoint }) => endpoint === "accounts")).toHaveLength(3)
    expect(calls.filter(({ endpoint }) => endpoint === "holds").map(({ query }) => query?.[1]?.[1])).toEqual([undefined, "c1", "c2"])
    expect(done.balances).toHaveLength(250)
    expect(done.balances[1]).toMatchObject({ total: "2", locked: "1" })
    expect(state).toBeLessThan(mostPlanState / 4)
  })

  it("are not complete where there is no wallet at all", () => {
    const { done } = run(balances, (call) => (call.endpoint === "accounts" ? pageOf([]) : held([])))
    expect(done).toEqual({ balances: [], quarantined: [], complete: false })
  })

  it("are not complete where a row could not be read, or a page failed", () => {
    const { done } = run(balances, (call) => (call.endpoint === "accounts" ? pageOf([wallet(1), { id: "x" }]) : held([{ uuid: 5 }])))
    expect(done).toMatchObject({ complete: false, balances: [{ asset: "A1" }] })
    expect(done.quarantined).toHaveLength(2)
    const start = "state" in balances.start ? balances.start.state : null
    expect(balances.next(start, { reply: null, failure: null! })).toEqual({ done: { balances: [], quarantined: [], complete: false } })
  })
})
