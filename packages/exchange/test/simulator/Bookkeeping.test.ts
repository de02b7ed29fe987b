import { describe, expect, it } from "vitest"
import {
  makeNonceStore,
  makeRandom,
  makeRateWindow,
  makeRequestLog,
  numberToken,
  parseWire,
  unquoteNumbers
} from "../../src/simulator/index.ts"

describe("seeded randomness", () => {
  it("is the same for a seed, always", () => {
    const random = makeRandom(42)
    expect([random.bits(), random.int(1, 6), random.hex(10), random.alphanumeric(6)]).toEqual([2581720956, 3, "da3b32c0ab", "AWGcrT"])
  })

  it("shuffles without losing anything", () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = makeRandom("seed").shuffle(items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.sort((a, b) => a - b)).toEqual(items)
  })
})

describe("the nonce store", () => {
  it("notices replays and falls", () => {
    const { use } = makeNonceStore(1000, () => 0)
    expect(use("20")).toEqual({ fresh: true, rose: true })
    expect(use("19")).toEqual({ fresh: true, rose: false })
    expect(use("20")).toEqual({ fresh: false, rose: false })
    expect(use("100")).toEqual({ fresh: true, rose: true })
  })

  it("forgets a nonce only after its lifetime", () => {
    let at = 0
    const { use } = makeNonceStore(1000, () => at)
    use("1")
    at = 1001
    expect(use("1").fresh).toBe(false)
    at = 3100
    use("2")
    at = 4200
    use("3")
    expect(use("1").fresh).toBe(true)
  })
})

describe("a rate window", () => {
  it("grants the limit, then locks out for its time, then opens again", () => {
    let at = 0
    const window = makeRateWindow({ limit: 2, windowMs: 100, lockMs: 100 }, () => at)
    expect([window.hit(), window.hit(), window.hit(), window.hit()]).toEqual(["granted", "granted", "exceeded", "locked"])
    at = 99
    expect(window.hit()).toBe("locked")
    at = 100
    expect(window.hit()).toBe("granted")
    at = 200
    expect([window.hit(), window.hit()]).toEqual(["granted", "granted"])
  })
})

describe("the request log", () => {
  const entry = {
    at: "",
    method: "GET",
    path: "",
    query: "",
    endpoint: "ledger",
    marker: null,
    status: 200,
    code: null,
    nonce: "1",
    nonceRose: true,
    insideLockout: false,
    fault: null
  }

  it("keeps the newest entries and counts all", () => {
    const log = makeRequestLog(3)
    for (let i = 0; i < 5; i++) log.add({ ...entry, nonceRose: i !== 2, fault: i === 1 ? "latency+html" : null })
    const { requests, counts } = log.report()
    expect(requests.map(({ n }) => n)).toEqual([3, 4, 5])
    expect(counts).toEqual({
      total: 5,
      byEndpoint: { ledger: 5 },
      byStatus: { "200": 5 },
      byFault: { latency: 1, html: 1 },
      insideLockout: 0,
      nonceViolations: 1,
      writes: 0
    })
  })
})

describe("wire JSON", () => {
  it("keeps the spelling of numbers", () => {
    const text = '{"a":1.0E-5,"b":[12345678901234.000000000000000001,1,-0.50],"c":"1.0"}'
    expect(JSON.stringify(parseWire(text))).toBe(text)
    expect(JSON.stringify({ n: numberToken("1.0E-5") })).toBe('{"n":1.0E-5}')
  })

  it("takes the quotes off decimals only", () => {
    expect(unquoteNumbers('{"amount":"-1.50","eid":"00aa","zero":"007","e":"1.0E-5","text":"a:\\"5\\""}')).toBe(
      '{"amount":-1.50,"eid":"00aa","zero":"007","e":1.0E-5,"text":"a:\\"5\\""}'
    )
  })
})
