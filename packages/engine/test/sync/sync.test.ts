import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { newPlace, type Place, removePlace, ToyEngine } from "../toyEngine.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"

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
    expect((await engine.holdings()).map(({ asset, total }) => [asset, total])).toEqual([["aaa", "14.9"], ["mxn", "100000"]])
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
    expect((await engine.holdings()).map(({ asset, total, parts }) => [asset, total, parts[0]!.source])).toEqual([["aaa", "14.9", "ledger"], ["mxn", "100000", "ledger"]])
  })
})
