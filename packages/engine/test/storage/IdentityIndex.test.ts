import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as IdentityIndex from "../../src/storage/IdentityIndex.ts"

const found = (index: IdentityIndex.IdentityIndex, hash: number): ReadonlyArray<number> => {
  const seqs: Array<number> = []
  index.find(hash, seqs)
  return seqs.toSorted((a, b) => a - b)
}

/** Few and clustered, so that equal hashes and neighbouring places are common. */
const hash = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 2 ** 48 - 1 }))

describe("an index of identities", () => {
  it("finds every entry that was added, and nothing else, however far it has grown", () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 3_000 }), hash, (hashes, other) => {
        const index = IdentityIndex.make()
        const expected = new Map<number, Array<number>>()
        for (const [i, one] of hashes.entries()) {
          index.add(one, i + 1)
          expected.set(one, [...(expected.get(one) ?? []), i + 1])
        }
        for (const [one, seqs] of expected) expect(found(index, one)).toEqual(seqs)
        expect(found(index, other)).toEqual(expected.get(other) ?? [])
        expect(index.last()).toBe(hashes.length)
        expect(index.size()).toBe(hashes.length)
      }),
      { numRuns: 50 }
    )
  })

  it("is the same when read again from its blocks", () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 200 }), fc.nat(1_000), (hashes, before) => {
        const index = IdentityIndex.make()
        IdentityIndex.addBlock(index, before + 1, IdentityIndex.encodeBlock(hashes))
        for (const [i, one] of hashes.entries()) expect(found(index, one)).toContain(before + 1 + i)
        expect(index.size()).toBe(hashes.length)
      })
    )
  })

  it("takes a block that lies anywhere inside a larger buffer", () => {
    const block = IdentityIndex.encodeBlock([7, 2 ** 48 - 1])
    const larger = new Uint8Array(block.length + 3)
    larger.set(block, 3)
    const index = IdentityIndex.make()
    IdentityIndex.addBlock(index, 1, larger.subarray(3))
    expect([found(index, 7), found(index, 2 ** 48 - 1)]).toEqual([[1], [2]])
  })
})

describe("the hash of an identity", () => {
  it("has 48 bits and tells stream, id and occurrence apart", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (stream, id, occurrence) => {
        const one = IdentityIndex.hashOf(stream, id, occurrence)
        expect(Number.isSafeInteger(one) && one >= 0 && one < 2 ** 48).toBe(true)
        expect(IdentityIndex.hashOf(stream, id, occurrence)).toBe(one)
        expect(IdentityIndex.hashOf(stream, `${id}x`, occurrence)).not.toBe(one)
        expect(IdentityIndex.hashOf(`${stream}x`, id, occurrence)).not.toBe(one)
        expect(IdentityIndex.hashOf(stream, id, occurrence + 1)).not.toBe(one)
      })
    )
  })

  it("spreads: hardly any two of many ids in a row, or of random look, are the same", () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => IdentityIndex.hashOf("user_trades", String(1_000_000 + i), 0))
    expect(new Set(rows).size).toBeGreaterThan(rows.length - 3)
    const longest = Math.max(
      ...Map.groupBy(rows, (one) => one % 4_096)
        .values()
        .map((group) => group.length)
    )
    expect(longest).toBeLessThan(200)
  })

  it("is what is stored in databases: it never changes", () => {
    expect(IdentityIndex.hashOf("ledger", "0123456789abcdef", 0)).toBe(70_711_495_500_457)
  })
})
