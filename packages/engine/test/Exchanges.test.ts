import { contractVersion } from "@caudal/exchange"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Exchanges } from "../src/Exchanges.ts"
import { toyAdapter as toy } from "../src/testing/index.ts"

const named = (id: string, version: number = contractVersion) => ({
  ...toy,
  manifest: { ...toy.manifest, id, contractVersion: version }
})
const idsOf = (...adapters: ReadonlyArray<typeof toy>) =>
  Exchanges.pipe(
    Effect.map(({ all }) => all.map(({ manifest }) => manifest.id)),
    Effect.provide(Exchanges.layer(adapters))
  )

describe("the engine's exchanges", () => {
  it.effect("are those it was given, in that order, and found by id", () =>
    Effect.gen(function* () {
      expect(yield* idsOf(named("b"), named("a"))).toEqual(["b", "a"])
      const found = yield* Effect.map(Exchanges, ({ get }) => [get("a")?.manifest.id, get("c")]).pipe(
        Effect.provide(Exchanges.layer([named("a")]))
      )
      expect(found).toEqual(["a", undefined])
    })
  )

  it.effect("are refused by name when one is for a contract version that is not run, with which side to update", () =>
    Effect.gen(function* () {
      const newer = yield* Effect.flip(idsOf(named("a"), named("b", contractVersion + 1)))
      expect(newer.reason).toBe("ADAPTER_REFUSED")
      expect(newer.message).toMatch(/adapter b is refused: .*contract version \d+ .*update Caudal/)
      expect((yield* Effect.flip(idsOf(named("b", 0)))).message).toContain("adapter b is refused")
    })
  )

  it.effect("are known by what their manifests say now, whatever those say later", () =>
    Effect.gen(function* () {
      let reads = 0
      const shifty = Object.defineProperty({ ...toy.manifest }, "name", { enumerable: true, get: () => `read ${++reads} times` })
      const { all } = yield* Effect.provide(Exchanges, Exchanges.layer([{ ...toy, manifest: shifty }]))
      expect([all[0]!.manifest.name, all[0]!.manifest.name]).toEqual(["read 1 times", "read 1 times"])
    })
  )

  it.effect("are refused when a manifest is more than data", () =>
    Effect.gen(function* () {
      const running = { ...toy, manifest: { ...toy.manifest, regions: () => ["MX"] } as never }
      expect((yield* Effect.flip(idsOf(running))).message).toContain("its manifest is more than data")
    })
  )

  it.effect("are refused when two have one id", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(idsOf(named("a"), named("a")))).message).toMatch(/two adapters are named a/)
    })
  )
})
