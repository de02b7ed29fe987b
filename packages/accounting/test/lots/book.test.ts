import { describe, expect, it } from "vitest"
import {
  balances,
  keepBook,
  type LotEvent,
  type Policy,
  PolicyError,
  profitAndLoss,
  readLedger,
  report,
  summary,
  totals,
  unexplained
} from "../../src/index.ts"

const booked = (events: ReadonlyArray<LotEvent>, policy: Partial<Policy> = {}) => {
  const book = keepBook(readLedger(events, policy.assetAliases), policy)
  return { ...report(book), totals: totals(book), book }
}

const buy = (id: string, time: string, quantity: string, total: string | null, more: object = {}): LotEvent =>
  ({ id, time, type: "buy", asset: "BTC", quantity, total, ...more }) as LotEvent
const sell = (id: string, time: string, quantity: string, total: string | null, more: object = {}): LotEvent =>
  ({ id, time, type: "sell", asset: "BTC", quantity, total, ...more }) as LotEvent
const usd = (value: string) => ({ asset: "USD", quantity: value, value })

describe("cost slices", () => {
  it("add up exactly, the last one taking the remainder", () => {
    const { disposals } = booked([
      buy("b", "2024-01-01", "3", "100"),
      sell("s1", "2024-02-01", "1", "0"),
      sell("s2", "2024-02-02", "1", "0"),
      sell("s3", "2024-02-03", "1", "0")
    ])
    expect(disposals.map(({ costBasis }) => costBasis)).toEqual(["33.333333333333333333", "33.333333333333333333", "33.333333333333333334"])
  })

  it("are exact where the exact figure can be written, whatever was cut off before", () => {
    const { disposals } = booked([
      buy("b", "2024-01-01", "3", "100"),
      sell("s1", "2024-02-01", "1", "0"),
      sell("s2", "2024-02-02", "1.5", "0")
    ])
    expect(disposals[1]!.costBasis).toBe("50")
    const pooled = booked(
      [
        buy("b", "2024-01-01", "3", "100"),
        sell("s1", "2024-02-01", "1", "0"),
        buy("c", "2024-02-02", "2", "10"),
        sell("s2", "2024-02-03", "3", "0")
      ],
      { method: "AVERAGE" }
    )
    expect(pooled.disposals[1]!.costBasis).toBe("57.5")
  })
})

describe("an unknown basis", () => {
  const deposit = buy("d", "2024-01-01", "1", null, { type: "opening" })

  it("is a state: the sale is booked, its cost and gain are unknown, and it is listed", () => {
    const { disposals, errors, totals: sums } = booked([deposit, sell("s", "2024-02-01", "1", "500")])
    expect(disposals[0]).toMatchObject({ proceeds: "500", costBasis: null, gain: null })
    expect(errors).toEqual([{ event: "s", code: "MISSING_BASIS", asset: "BTC", missing: "1" }])
    expect(sums).toMatchObject({ realizedGain: "0", unknownDisposals: 1 })
  })

  it("is the default too where nothing is known to have come in, and makes no negative lot", () => {
    const { disposals, remaining } = booked([buy("b", "2024-01-01", "1", "10"), sell("s", "2024-02-01", "3", "300")])
    expect(disposals[0]!.allocations).toMatchObject([
      { lot: "b", quantity: "1", costBasis: "10", gain: "90" },
      { lot: "missing", quantity: "2", costBasis: null, gain: null, term: "short" }
    ])
    expect(remaining).toEqual([])
  })

  it("becomes zero only by choice, and then says so", () => {
    const { disposals, errors } = booked([deposit, sell("s", "2024-02-01", "1", "500")], { missingBasis: "zero" })
    expect(disposals[0]).toMatchObject({ costBasis: "0", gain: "500" })
    expect(errors).toMatchObject([{ event: "d", code: "MISSING_BASIS" }])
  })

  it("is used up last by cost and by average, so that figures stay known while they can", () => {
    for (const method of ["HIFO", "LOFO"] as const) {
      const { disposals } = booked([deposit, buy("b", "2024-01-02", "1", "10"), sell("s", "2024-02-01", "1", "500")], { method })
      expect(disposals[0]!.allocations[0]!.lot).toBe("b")
    }
    for (const method of ["UK_S104", "CA_ACB"] as const) {
      const { disposals } = booked([deposit, buy("b", "2024-01-02", "1", "10"), sell("s", "2024-04-01", "1", "500")], { method })
      expect(disposals[0]).toMatchObject({ costBasis: "10", gain: "490" })
    }
  })
})

describe("fees", () => {
  const events = [buy("b", "2024-01-01", "1", "100", { fee: usd("1") }), sell("s", "2024-02-01", "1", "150", { fee: usd("2") })]

  it.each([
    ["capitalise", "deduct", "47", "0"],
    ["expense", "deduct", "48", "1"],
    ["capitalise", "expense", "49", "2"],
    ["expense", "expense", "50", "3"]
  ] as const)("count once: %s on purchases, %s on sales", (acquisitionFee, disposalFee, gain, expensed) => {
    const { totals: sums, book } = booked(events, { acquisitionFee, disposalFee })
    expect(sums).toMatchObject({ realizedGain: gain, feesExpensed: expensed })
    expect(unexplained(profitAndLoss(book, {}))).toBe("0")
  })

  it("below zero are rebates: they lessen the cost and add to the proceeds", () => {
    const { totals: sums } = booked([
      buy("b", "2024-01-01", "1", "100", { fee: { asset: "USD", quantity: "-1", value: "-1" } }),
      sell("s", "2024-02-01", "1", "150", { fee: { asset: "USD", quantity: "-2", value: "-2" } })
    ])
    expect(sums.realizedGain).toBe("53")
  })

  it("in a third asset are in the trade's cost and a disposal of that asset, once each", () => {
    const { disposals, remaining } = booked([
      buy("n", "2024-01-01", "1", "200", { asset: "BNB" }),
      buy("b", "2024-01-02", "1", "1000", { fee: { asset: "BNB", quantity: "0.01", value: "3" } }),
      sell("f", "2024-01-02", "0.01", "3", { type: "fee", asset: "BNB" })
    ])
    expect(disposals).toMatchObject([{ event: "f", asset: "BNB", quantity: "0.01", proceeds: "3", costBasis: "2", gain: "1" }])
    expect(remaining).toMatchObject([
      { asset: "BNB", quantity: "0.99", costBasis: "198" },
      { asset: "BTC", quantity: "1", costBasis: "1003" }
    ])
  })

  it("in the sold asset may leave as units with their basis and without proceeds", () => {
    const fee = { asset: "BTC", quantity: "0.1", value: "20" }
    const { disposals } = booked([buy("b", "2024-01-01", "2", "100"), sell("s", "2024-02-01", "1", "200", { fee })], {
      disposalFee: "unitsNoProceeds"
    })
    expect(disposals[0]).toMatchObject({ quantity: "1.1", proceeds: "200", costBasis: "55", gain: "145" })
  })
})

describe("scope", () => {
  const wallets = [
    buy("old", "2023-02-01", "1", "20000", { account: "wallet" }),
    buy("new", "2024-06-01", "1", "60000", { account: "exchange" }),
    sell("s1", "2024-07-01", "0.5", "30000", { account: "exchange" })
  ]
  const us: Partial<Policy> = {
    scope: [
      { from: "2009-01-01", value: "global" },
      { from: "2025-01-01", value: "account" }
    ]
  }

  it("changes by date: lots are laid into the accounts by what each holds, with basis and dates", () => {
    const { disposals, remaining } = booked([...wallets, sell("s2", "2025-03-01", "0.5", "40000", { account: "exchange" })], us)
    // Before 2025 the oldest lot anywhere goes first; after it, only what the exchange holds.
    expect(disposals.map(({ allocations }) => allocations.map(({ lot }) => lot))).toEqual([["old"], ["new"]])
    expect(disposals[1]).toMatchObject({ costBasis: "30000" })
    expect(remaining).toMatchObject([
      { account: "wallet", lot: "old", quantity: "0.5", costBasis: "10000" },
      { account: "wallet", lot: "new", quantity: "0.5", costBasis: "30000" }
    ])
  })

  it("carries a transfer's basis and date, and first in is by acquisition, not by arrival", () => {
    const { disposals, remaining } = booked(
      [
        buy("old", "2023-02-01", "1", "20000", { account: "wallet" }),
        buy("new", "2024-06-01", "1", "60000", { account: "exchange" }),
        {
          id: "t",
          time: "2024-07-01",
          type: "transfer",
          asset: "BTC",
          account: "wallet",
          toAccount: "exchange",
          quantity: "1",
          received: "0.99",
          feeValue: "500"
        },
        sell("s", "2024-08-01", "1", "70000", { account: "exchange" })
      ],
      { scope: "account" }
    )
    expect(disposals).toMatchObject([
      { event: "t", quantity: "0.01", proceeds: "500", costBasis: "200" },
      {
        event: "s",
        allocations: [
          { lot: "old", quantity: "0.99", acquired: "2023-02-01", term: "long" },
          { lot: "new", quantity: "0.01", term: "short" }
        ]
      }
    ])
    expect(remaining).toMatchObject([{ account: "exchange", lot: "new", quantity: "0.99" }])
  })

  it("is laid by choice where somebody chose, and says what was chosen and is not there", () => {
    const events = [...wallets, sell("s2", "2025-03-01", "0.5", "40000", { account: "exchange" })]
    const layout = [
      { asset: "BTC", account: "exchange", lot: "old", quantity: "0.5" },
      { asset: "BTC", account: "wallet", lot: "new", quantity: "0.7" }
    ]
    const { disposals, remaining, errors } = booked(events, { ...us, layout })
    expect(disposals[1]!.allocations).toMatchObject([{ lot: "old", acquired: "2023-02-01", costBasis: "10000", term: "long" }])
    expect(remaining).toMatchObject([
      { account: "wallet", lot: "new", quantity: "0.7", costBasis: "42000" },
      { account: "wallet", lot: "new", quantity: "0.3", costBasis: "18000" }
    ])
    expect(errors).toEqual([])
    const tooMuch = booked(events, { ...us, layout: [{ asset: "BTC", account: "exchange", lot: "old", quantity: "0.6" }] })
    expect(tooMuch.errors).toMatchObject([{ code: "SPECIFIC_LOT_UNAVAILABLE", missing: "0.1" }])
  })

  it("changes for an asset that nothing touched since, once any event is that late", () => {
    const { remaining } = booked([...wallets, buy("e", "2025-02-01", "1", "3", { asset: "ETH", account: "exchange" })], us)
    expect(remaining).toMatchObject([
      { asset: "BTC", account: "exchange", lot: "new", quantity: "0.5" },
      { asset: "BTC", account: "wallet", lot: "old", quantity: "0.5" },
      { asset: "BTC", account: "wallet", lot: "new", quantity: "0.5" },
      { asset: "ETH", account: "exchange" }
    ])
  })

  it("lays the same whatever the order in which accounts turn up", () => {
    const lots = (events: ReadonlyArray<LotEvent>) => booked(events, us).remaining
    const events = [
      buy("a", "2024-01-01", "3", "300", { account: "z" }),
      { id: "t", time: "2024-02-01", type: "transfer", asset: "BTC", account: "z", toAccount: "a", quantity: "1", received: "1" } as const,
      { id: "u", time: "2024-02-01", type: "transfer", asset: "BTC", account: "z", toAccount: "b", quantity: "1", received: "1" } as const,
      buy("c", "2024-03-01", "1", "500", { account: "q" }),
      sell("s", "2025-01-05", "0.5", "100", { account: "b" })
    ]
    expect(lots([...events].reverse())).toEqual(lots(events))
  })

  it("of one pool by law is refused for accounts", () => {
    expect(() => booked(wallets, { method: "UK_S104", scope: "account" })).toThrow(PolicyError)
  })
})

describe("splits", () => {
  const split: LotEvent = { id: "x", time: "2024-02-01", type: "split", asset: "BTC", ratio: "10" }

  it("keep cost and date under every method, in matching windows too", () => {
    for (const method of ["FIFO", "HIFO", "AVERAGE", "UK_S104", "CA_ACB"] as const) {
      const { disposals, remaining } = booked([buy("b", "2024-01-01", "1", "100"), split, sell("s", "2024-03-15", "4", "60")], { method })
      expect(disposals[0], method).toMatchObject({ quantity: "4", costBasis: "40", gain: "20" })
      expect(remaining[0], method).toMatchObject({ quantity: "6", costBasis: "60" })
    }
    const { disposals } = booked(
      [buy("b", "2024-01-01", "2", "100"), sell("s", "2024-01-20", "1", "60"), split, buy("c", "2024-02-10", "5", "20")],
      { method: "UK_S104" }
    )
    expect(disposals[0]!.allocations).toMatchObject([
      { rule: "30-day", acquired: "2024-02-10", quantity: "0.5", costBasis: "20" },
      { rule: "s104", quantity: "0.5", costBasis: "25" }
    ])
  })

  it("move lots bought before and after into the right order of cost", () => {
    const { disposals } = booked(
      [buy("b", "2024-01-01", "1", "100"), split, buy("c", "2024-02-02", "1", "11"), sell("s", "2024-03-01", "1", "20")],
      { method: "HIFO" }
    )
    expect(disposals[0]!.allocations[0]!.lot).toBe("c")
  })
})

describe("wraps and renames", () => {
  it("carry lots at another number of units", () => {
    const { disposals, remaining } = booked(
      [
        buy("b", "2023-01-01", "3", "90"),
        {
          id: "w",
          time: "2024-02-01",
          type: "conversion",
          from: { asset: "BTC", quantity: "2" },
          to: { asset: "wBTC", quantity: "1" },
          value: "500"
        },
        sell("s", "2024-03-01", "0.5", "300", { asset: "wBTC" })
      ],
      { conversion: "carryBasis" }
    )
    expect(disposals).toMatchObject([
      { event: "s", costBasis: "30", gain: "270", allocations: [{ lot: "b", acquired: "2023-01-01", term: "long" }] }
    ])
    expect(remaining).toMatchObject([
      { asset: "BTC", quantity: "1", costBasis: "30" },
      { asset: "wBTC", quantity: "0.5", costBasis: "30" }
    ])
  })
})

describe("a method that changes by year", () => {
  it("leaves earlier years alone; a pool hands its average back to the lots", () => {
    const events = [
      buy("a", "2022-01-01", "1", "10"),
      buy("b", "2022-02-01", "1", "30"),
      sell("s1", "2022-03-01", "1", "0"),
      sell("s2", "2023-03-01", "1", "0")
    ]
    const method = [
      { from: "2022-01-01", value: "AVERAGE" as const },
      { from: "2023-01-01", value: "LIFO" as const }
    ]
    const { disposals } = booked(events, { method })
    expect(disposals.map(({ costBasis, allocations }) => [costBasis, allocations[0]!.lot, allocations[0]!.rule])).toEqual([
      ["20", "a", "average"],
      ["20", "b", "lifo"]
    ])
  })
})

describe("balances and summary", () => {
  it("follow the events, whatever was booked, and count income as gain of its year", () => {
    const events: ReadonlyArray<LotEvent> = [
      {
        id: "i",
        time: "2024-01-01T23:30:00-06:00",
        type: "income",
        subtype: "staking",
        asset: "SOL",
        quantity: "2",
        total: "40",
        account: "a"
      },
      sell("s", "2024-02-01", "1", "5", { asset: "SOL", account: "b" })
    ]
    const ledger = readLedger(events)
    const book = keepBook(ledger, { missingBasis: "error", scope: "account" })
    expect(balances(ledger, book.policy)).toEqual([
      { account: "a", asset: "SOL", quantity: "2" },
      { account: "b", asset: "SOL", quantity: "-1" }
    ])
    expect(report(book).errors).toEqual([{ event: "s", code: "INSUFFICIENT_LOTS", asset: "SOL", missing: "1" }])
    expect(summary(book)).toEqual([
      { year: 2024, asset: "SOL", type: "STAKING", term: "short", quantity: "2", proceeds: "40", costBasis: "0", gain: "40", unknown: 0 }
    ])
  })
})

describe("readLedger", () => {
  it("refuses what is no time, no decimal, below zero, or named twice", () => {
    expect(() => readLedger([buy("b", "yesterday", "1", "1")])).toThrow(RangeError)
    expect(() => readLedger([buy("b", "2024-01-01T00:00:00", "1", "1")])).toThrow("not a time with its offset")
    expect(() => readLedger([buy("b", "2024-02-30", "1", "1")])).toThrow("not a date")
    expect(() => readLedger([buy("b", "2024-01-01", "1,5", "1")])).toThrow("not a decimal")
    expect(() => readLedger([buy("b", "2024-01-01", "-1", "1")])).toThrow("below zero")
    expect(() => readLedger([buy("b", "2024-01-01", "1", "1"), buy("b", "2024-01-02", "1", "1")])).toThrow("same id")
  })
})
