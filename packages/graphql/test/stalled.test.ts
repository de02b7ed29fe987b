/** A client that stops reading: its download ends and frees what it read from, and nobody takes what arrived for the whole. */
import type { Transaction } from "@caudal/engine"
import { Effect, Layer, Logger, ManagedRuntime, Stream } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, describe, expect, it } from "vitest"
import { makeHandler } from "../src/handler.ts"
import { fakeEngine, host, origin, token, transactions } from "./fakeEngine.ts"

const closing: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const minute = 60_000
const patience = 5 * minute

/** A download of `rows` at a clock of its own. `released`: whether what it reads from was let go. */
const download = async (rows: Stream.Stream<Transaction>) => {
  const state = { released: false, said: [] as Array<string> }
  const all = rows.pipe(Stream.ensuring(Effect.sync(() => (state.released = true))))
  const logged = Logger.make(({ logLevel, message }) => void state.said.push(`${logLevel} ${String(message)}`))
  const runtime = ManagedRuntime.make(Layer.mergeAll(fakeEngine({ all }), Logger.layer([logged]), TestClock.layer()))
  closing.push(() => runtime.dispose())
  const handler = makeHandler({ runtime, allowedHosts: [host] })
  const headers = { host, authorization: `Bearer ${token}` }
  const response = await handler.fetch(new Request(`${origin}/export/ledger.ndjson`, { headers }))
  const reader = response.body!.getReader()
  return {
    state,
    reader,
    pass: async (ms: number) => {
      // whatever is due has to be asleep before time can wake it
      for (let left = ms; left > 0; left -= minute / 4) {
        await new Promise((wake) => setTimeout(wake, 1))
        await runtime.runPromise(TestClock.adjust(Math.min(left, minute / 4)))
      }
      await new Promise((wake) => setTimeout(wake, 5))
    }
  }
}

const endless = Stream.forever(Stream.fromIterable(transactions))

describe("a download of the ledger", () => {
  it("that nobody takes anything of ends within a quarter more than five minutes, breaks off, and says so", async () => {
    const { state, reader, pass } = await download(endless)
    await reader.read()
    await pass(patience - 1)
    expect(state).toEqual({ released: false, said: [] })
    await pass(patience / 4 + 1)
    expect(state).toEqual({ released: true, said: ["Warn a download of the ledger was ended: its client took nothing for 300 s"] })
    await expect(reader.read()).rejects.toThrow("nobody takes this download")
  })

  it("that never was begun to be taken ends, too", async () => {
    const { state, reader, pass } = await download(endless)
    await pass(1.5 * patience)
    expect(state.said).toHaveLength(1)
    await expect(reader.read()).rejects.toThrow()
  })

  it("that is taken slowly goes on", async () => {
    const { state, reader, pass } = await download(endless)
    for (let i = 0; i < 5; i++) {
      expect((await reader.read()).done).toBe(false)
      await pass(patience - 1)
    }
    expect(state).toEqual({ released: false, said: [] })
    await reader.cancel()
    await pass(1)
    expect(state).toEqual({ released: true, said: [] })
  })

  it("that waits for the database goes on: the client is not to blame", async () => {
    const { state, reader, pass } = await download(Stream.concat(Stream.fromIterable(transactions), Stream.never))
    for (const _row of transactions) await reader.read()
    const waiting = reader.read()
    await pass(3 * patience)
    expect(state).toEqual({ released: false, said: [] })
    await reader.cancel()
    expect((await waiting).done).toBe(true)
  })

  it("that is taken to its end is over, and nothing is left to watch it", async () => {
    const { state, reader, pass } = await download(Stream.fromIterable(transactions))
    let lines = 0
    while (!(await reader.read()).done) lines++
    expect([lines, state.released]).toEqual([transactions.length, true])
    await pass(2 * patience)
    expect(state.said).toEqual([])
  })
})
