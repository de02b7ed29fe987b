import { describe, expect, it } from "vitest"
import { faultNames, makeFaultSchedule, parseFaultPlan, type FaultRule, type Nth } from "../../src/simulator/index.ts"

const firing = (nth: Nth | undefined, requests = 12, seed = 1): Array<number> => {
  const rule: FaultRule = { route: "ledger", fault: "reset", ...(nth === undefined ? {} : { nth }) }
  const schedule = makeFaultSchedule({ seed, rules: [rule] })
  return Array.from({ length: requests }, (_, index) => (schedule.next("ledger").names.length > 0 ? index + 1 : 0)).filter((n) => n > 0)
}

describe("a fault plan", () => {
  it("fires on the requests it names", () => {
    expect(firing(3)).toEqual([3])
    expect(firing([2, 5])).toEqual([2, 5])
    expect(firing({ from: 10 })).toEqual([10, 11, 12])
    expect(firing({ from: 2, to: 4 })).toEqual([2, 3, 4])
    expect(firing({ every: 5 })).toEqual([5, 10])
    expect(firing(undefined, 3)).toEqual([1, 2, 3])
  })

  it("throws the same dice for the same seed", () => {
    expect(firing({ probability: 0.5 }, 200)).toEqual(firing({ probability: 0.5 }, 200))
    expect(firing({ probability: 0.5 }, 200)).not.toEqual(firing({ probability: 0.5 }, 200, 2))
    expect(firing({ probability: 0 })).toEqual([])
    expect(firing({ probability: 1 }, 4)).toEqual([1, 2, 3, 4])
  })

  it("counts requests per rule and only those of its route", () => {
    const schedule = makeFaultSchedule({
      seed: 0,
      rules: [
        { route: "/api/v3/balance/", nth: 1, fault: "reset" },
        { route: "ledger*", nth: 2, fault: "html" },
        { route: "*", nth: 4, fault: "latency" }
      ]
    })
    expect(["ledger", "balance", "ledger/trades", "ticker"].map((route) => schedule.next(route).names)).toEqual([
      [],
      ["reset"],
      ["html"],
      ["latency"]
    ])
  })

  it("finds a read by its name and by its path, and counts it once", () => {
    const schedule = makeFaultSchedule({
      seed: 0,
      rules: [
        { route: "/api/v2/user_transactions/", nth: 2, fault: "html" },
        { route: "ledger", nth: 3, fault: "reset" }
      ]
    })
    const fired = [1, 2, 3].map(() => schedule.next("ledger", "/api/v2/user_transactions/").names)
    expect(fired).toEqual([[], ["html"], ["reset"]])
    expect(schedule.next("balances", "/api/v2/account_balances/").names).toEqual([])
  })

  it("starts counting again when it is replaced", () => {
    const plan = { seed: 0, rules: [{ route: "*", nth: 1, fault: "down" }] } as const
    const schedule = makeFaultSchedule(plan)
    schedule.next("ledger")
    expect(schedule.next("ledger").names).toEqual([])
    schedule.replace(plan)
    expect(schedule.next("ledger").names).toEqual(["down"])
  })

  it("is refused with the place that is wrong", () => {
    const rule = { route: "ledger", fault: "latency", args: { ms: 5 } }
    expect(parseFaultPlan({ seed: 1, rules: [rule] })).toEqual({ seed: 1, rules: [rule] })
    const wrong: ReadonlyArray<readonly [unknown, RegExp]> = [
      [null, /rules/],
      [{ seed: 0.5, rules: [] }, /seed/],
      [{ rules: [], more: 1 }, /more/],
      [{ rules: [{ ...rule, fault: "explode" }] }, /rules\[0\].fault/],
      [{ rules: [rule, { ...rule, nth: 0 }] }, /rules\[1\].nth/],
      [{ rules: [{ ...rule, nth: { every: 2, from: 1 } }] }, /nth/],
      [{ rules: [{ ...rule, args: { ms: "5" } }] }, /args/],
      [{ rules: [{ ...rule, args: { second: 5 } }] }, /args/],
      [{ rules: [{ ...rule, time: 5 }] }, /time/],
      [{ rules: [{ fault: "reset" }] }, /route/]
    ]
    for (const [plan, place] of wrong) expect(() => parseFaultPlan(plan)).toThrow(place)
  })

  it("knows every fault of the list", () => {
    for (const fault of faultNames) expect(parseFaultPlan({ rules: [{ route: "*", fault }] }).rules[0]!.fault).toBe(fault)
  })
})
