/** What the format's README offers and none of the 167 cases asks for, each worked out by hand. */
import { describe, expect, it } from "vitest"
import { runCase } from "../../src/index.ts"

interface Given {
  readonly method?: string
  readonly policy?: object
  readonly events: ReadonlyArray<object>
  readonly expected: object
}

const lots = ({ method = "FIFO", policy = {}, events, expected }: Given) =>
  runCase({ id: "by hand", kind: "lots", method, policy, events, expected, tolerance: { absolute: "0" } })

const passes = (given: Given): void => {
  const { differences, remark } = lots(given)
  expect({ differences, remark }).toEqual({ differences: [], remark: null })
}

const usd = (value: string) => ({ asset: "USD", quantity: value, value })
const buy = (id: string, time: string, quantity: string, total: string | null, more: object = {}) => ({
  id,
  time,
  type: "buy",
  asset: "BTC",
  quantity,
  total,
  ...more
})
const sell = (id: string, time: string, quantity: string, total: string | null, more: object = {}) => ({
  id,
  time,
  type: "sell",
  asset: "BTC",
  quantity,
  total,
  ...more
})

const round = [buy("b", "2024-01-01", "1", "100", { fee: usd("1") }), sell("s", "2024-02-01", "1", "150", { fee: usd("2") })]

describe("fees", () => {
  it("expensed on purchases, on sales, on both", () => {
    passes({
      policy: { acquisitionFee: "expense" },
      events: round,
      expected: { disposals: [{ event: "s", proceeds: "148", costBasis: "100", gain: "48" }], totals: { feesExpensed: "1" } }
    })
    passes({
      policy: { disposalFee: "expense" },
      events: round,
      expected: { disposals: [{ event: "s", proceeds: "150", costBasis: "101", gain: "49" }], totals: { feesExpensed: "2" } }
    })
    passes({
      policy: { acquisitionFee: "expense", disposalFee: "expense" },
      events: round,
      expected: { totals: { realizedGain: "50", feesExpensed: "3" } }
    })
  })

  it("in the coin received: what arrived carries the whole cost", () => {
    passes({
      events: [buy("b", "2024-01-01", "0.999", "1000"), sell("s", "2024-02-01", "0.333", "500")],
      expected: { disposals: [{ event: "s", costBasis: "333.333333333333333333" }], remaining: [{ lot: "b", quantity: "0.666" }] }
    })
  })

  it("in a third coin: in the trade, and a disposal of that coin, once each", () => {
    passes({
      events: [
        buy("n", "2024-01-01", "2", "600", { asset: "BNB" }),
        buy("b", "2024-03-01", "1", "50000", { fee: { asset: "BNB", quantity: "0.1", value: "40" } }),
        { id: "f", time: "2024-03-01", type: "fee", asset: "BNB", quantity: "0.1", total: "40" }
      ],
      expected: {
        disposals: [{ event: "f", proceeds: "40", costBasis: "30", gain: "10" }],
        remaining: [
          { lot: "n", quantity: "1.9", costBasis: "570" },
          { lot: "b", costBasis: "50040" }
        ],
        totals: { realizedGain: "10" }
      }
    })
  })

  it("below zero: a rebate lowers the cost", () => {
    passes({ events: [buy("b", "2024-01-01", "1", "100", { fee: usd("-2") })], expected: { remaining: [{ lot: "b", costBasis: "98" }] } })
  })

  it("of a transfer without proceeds, and disposed of at its value", () => {
    const events = [
      buy("b", "2023-01-01", "1", "100", { account: "x" }),
      {
        id: "t",
        time: "2024-02-01",
        type: "transfer",
        asset: "BTC",
        account: "x",
        toAccount: "y",
        quantity: "1",
        received: "0.9",
        feeValue: "50"
      }
    ]
    for (const scope of ["global", "account"])
      passes({
        policy: { scope, transferFee: "noProceeds" },
        events,
        expected: {
          disposals: [{ event: "t", quantity: "0.1", proceeds: "0", costBasis: "10", gain: "-10" }],
          remaining: [{ lot: "b", quantity: "0.9", costBasis: "90" }]
        }
      })
    passes({
      policy: { scope: "account", transferFee: "dispose" },
      events,
      expected: {
        disposals: [{ event: "t", proceeds: "50", gain: "40", allocations: [{ lot: "b", term: "long" }] }],
        remaining: [{ account: "y", lot: "b", quantity: "0.9", acquired: "2023-01-01" }]
      }
    })
  })

  it("of a swap in one step belong to what is given", () => {
    passes({
      events: [
        buy("b", "2024-01-01", "1", "100"),
        {
          id: "c",
          time: "2024-02-01",
          type: "conversion",
          from: { asset: "BTC", quantity: "1" },
          to: { asset: "ETH", quantity: "10" },
          value: "150",
          fee: usd("5")
        }
      ],
      expected: {
        disposals: [{ event: "c", proceeds: "145", gain: "45" }],
        remaining: [{ asset: "ETH", lot: "c", quantity: "10", costBasis: "150" }]
      }
    })
  })

  it("of a swap with another value given than received", () => {
    passes({
      events: [
        buy("b", "2024-01-01", "1", "100"),
        {
          id: "c",
          time: "2024-02-01",
          type: "conversion",
          from: { asset: "BTC", quantity: "1" },
          to: { asset: "ETH", quantity: "10" },
          value: "150",
          proceeds: "148",
          cost: "152"
        }
      ],
      expected: { disposals: [{ event: "c", proceeds: "148", gain: "48" }], remaining: [{ asset: "ETH", costBasis: "152" }] }
    })
  })
})

describe("basis and dates", () => {
  it("carried by an opening: its date decides term and order", () => {
    passes({
      events: [
        buy("b", "2024-01-10", "1", "500"),
        { id: "o", time: "2024-01-20", type: "opening", asset: "BTC", quantity: "1", total: "50", acquired: "2022-06-01" },
        sell("s", "2024-02-01", "1", "600")
      ],
      expected: {
        disposals: [{ event: "s", gain: "550", allocations: [{ lot: "o", acquired: "2022-06-01", term: "long" }] }],
        remaining: [{ lot: "b", costBasis: "500" }],
        totals: { longTermGain: "550", longTermCost: "50", longTermProceeds: "600", longTermQuantity: "1" }
      }
    })
  })

  it("unknown is said under every policy; zero is a choice that is listed; error still books what was known", () => {
    const events = [buy("d", "2024-01-01", "1", null), sell("s", "2024-02-01", "1", "60")]
    passes({
      policy: { missingBasis: "unknown" },
      events,
      expected: {
        disposals: [{ event: "s", proceeds: "60", costBasis: null, gain: null }],
        errors: [{ event: "s", code: "MISSING_BASIS", missing: "1" }]
      }
    })
    passes({
      policy: { missingBasis: "zero" },
      events,
      expected: { disposals: [{ event: "s", costBasis: "0", gain: "60" }], errors: [{ event: "d", code: "MISSING_BASIS", missing: "1" }] }
    })
  })

  it("given away without a gain leave with their basis", () => {
    passes({
      policy: { gifts: "noGain" },
      events: [
        buy("b", "2024-01-01", "2", "100"),
        { id: "g", time: "2024-02-01", type: "gift_out", asset: "BTC", quantity: "1", total: "900" }
      ],
      expected: { disposals: [], remaining: [{ lot: "b", quantity: "1", costBasis: "50" }], totals: { realizedGain: "0" } }
    })
    passes({
      events: [
        buy("b", "2024-01-01", "2", "100"),
        { id: "g", time: "2024-02-01", type: "gift_out", asset: "BTC", quantity: "1", total: "900" }
      ],
      expected: { disposals: [{ event: "g", proceeds: "900", gain: "850" }] }
    })
  })

  it("split, and under other names", () => {
    passes({
      method: "LIFO",
      policy: { assetAliases: { XBT: "BTC" } },
      events: [
        buy("a", "2024-01-01", "1", "100", { asset: "XBT" }),
        { id: "x", time: "2024-02-01", type: "split", asset: "BTC", ratio: "2" },
        buy("b", "2024-03-01", "1", "70"),
        sell("s", "2024-04-01", "2", "200")
      ],
      expected: {
        disposals: [
          {
            event: "s",
            costBasis: "120",
            gain: "80",
            allocations: [
              { lot: "b", quantity: "1", costBasis: "70" },
              { lot: "a", quantity: "1", costBasis: "50" }
            ]
          }
        ],
        remaining: [{ asset: "XBT", lot: "a", quantity: "1" }]
      }
    })
  })

  it("term by days and by seconds", () => {
    const events = (time: string) => [buy("b", "2023-01-01T00:00:00Z", "1", "1"), sell("s", time, "1", "2")]
    const term = (longTerm: string, time: string, wanted: string) =>
      passes({
        policy: { longTerm },
        events: events(time),
        expected: { disposals: [{ event: "s", allocations: [{ lot: "b", quantity: "1", term: wanted }] }] }
      })
    term("days>=366", "2024-01-01T23:59:59Z", "short")
    term("days>=366", "2024-01-02T00:00:00Z", "long")
    term("seconds>=31536000", "2023-12-31T23:59:59Z", "short")
    term("seconds>=31536000", "2024-01-01T00:00:00Z", "long")
    term("moreThanOneYear", "2024-01-01T12:00:00Z", "short")
    term("moreThanOneYear", "2024-01-02T00:00:00Z", "long")
  })

  // Figures of hledger's lots-methods.test, case 8, for LIFO.
  it("carried by a transfer: units move in the order in which the method sells", () => {
    const moved = (method: string, remaining: ReadonlyArray<object>) =>
      passes({
        method,
        policy: { scope: "account" },
        events: [
          buy("old", "2026-01-15", "10", "500", { account: "a" }),
          buy("new", "2026-02-01", "5", "300", { account: "a" }),
          { id: "t", time: "2026-03-01", type: "transfer", asset: "BTC", quantity: "8", account: "a", toAccount: "b", received: "8" }
        ],
        expected: { disposals: [], remaining, remainingComplete: true }
      })
    for (const method of ["LIFO", "HIFO"])
      moved(method, [
        { account: "a", lot: "old", quantity: "7", costBasis: "350" },
        { account: "b", lot: "old", quantity: "3", costBasis: "150" },
        { account: "b", lot: "new", quantity: "5", costBasis: "300" }
      ])
    for (const method of ["FIFO", "LOFO", "SPECIFIC"])
      moved(method, [
        { account: "a", lot: "old", quantity: "2", costBasis: "100" },
        { account: "a", lot: "new", quantity: "5", costBasis: "300" },
        { account: "b", lot: "old", quantity: "8", costBasis: "400" }
      ])
    moved("AVERAGE", [
      { account: "a", quantity: "7", costBasis: "373.333333333333333334" },
      { account: "b", quantity: "8", costBasis: "426.666666666666666666" }
    ])
  })

  it("carried by a wrap of several lots: each gets its exact share of the new units", () => {
    const wrap = (from: string, to: string) => ({
      id: "w",
      time: "2024-03-01",
      type: "conversion",
      from: { asset: "BTC", quantity: from },
      to: { asset: "wBTC", quantity: to },
      value: "900"
    })
    passes({
      policy: { conversion: "carryBasis" },
      events: [buy("a", "2023-01-01", "0.4", "40"), buy("b", "2024-02-01", "0.6", "300"), wrap("1", "1")],
      expected: {
        remaining: [
          { asset: "wBTC", lot: "a", quantity: "0.4", costBasis: "40" },
          { asset: "wBTC", lot: "b", quantity: "0.6", costBasis: "300" }
        ],
        remainingComplete: true
      }
    })
    passes({
      policy: { conversion: "carryBasis" },
      events: [buy("a", "2023-01-01", "6.41", "959"), wrap("8", "2"), sell("s", "2024-04-01", "0.5", "300", { asset: "wBTC" })],
      expected: {
        disposals: [{ event: "s", gain: "0.780031201248049922", allocations: [{ lot: "a", quantity: "0.5", term: "long" }] }],
        remaining: [
          { asset: "wBTC", lot: "a", quantity: "1.1025", costBasis: "659.780031201248049922" },
          // What had no lot, at its share of the market value.
          { asset: "wBTC", lot: "w", quantity: "0.3975", costBasis: "178.875" }
        ]
      }
    })
  })

  it("carried by a wrap: no cost goes with units too few to be one of the new", () => {
    passes({
      policy: { conversion: "carryBasis" },
      events: [
        buy("dust", "2023-01-01", "0.000000000000000001", "7"),
        buy("b", "2024-02-01", "8", "300"),
        {
          id: "w",
          time: "2024-03-01",
          type: "conversion",
          from: { asset: "BTC", quantity: "8.000000000000000001" },
          to: { asset: "X", quantity: "1" },
          value: "1"
        }
      ],
      expected: { remaining: [{ asset: "X", quantity: "1", costBasis: "307" }], remainingComplete: true }
    })
  })

  it("LOFO by price without fee takes what came of a swap at its own cost, not at what was given for it", () => {
    passes({
      method: "LOFO",
      policy: { hifoKey: "unitPriceExFee" },
      events: [
        buy("e", "2024-01-01", "1", "100"),
        buy("x", "2024-02-01", "10", "1200", { asset: "ETH" }),
        {
          id: "c",
          time: "2024-03-01",
          type: "conversion",
          from: { asset: "BTC", quantity: "1" },
          to: { asset: "ETH", quantity: "10" },
          value: "1000",
          proceeds: "1500"
        },
        sell("s", "2024-04-01", "1", "130", { asset: "ETH" })
      ],
      expected: { disposals: [{ event: "c" }, { event: "s", allocations: [{ lot: "c", quantity: "1", costBasis: "100" }] }] }
    })
  })

  it("HIFO by price without fee orders otherwise than by cost", () => {
    const events = [
      buy("a", "2024-01-01", "1", "100", { fee: usd("30") }),
      buy("b", "2024-01-02", "1", "120"),
      sell("s", "2024-02-01", "1", "200")
    ]
    passes({
      method: "HIFO",
      events,
      expected: { disposals: [{ event: "s", allocations: [{ lot: "a", quantity: "1", costBasis: "130" }] }] }
    })
    passes({
      method: "HIFO",
      policy: { hifoKey: "unitPriceExFee" },
      events,
      expected: { disposals: [{ event: "s", allocations: [{ lot: "b", quantity: "1" }] }] }
    })
    passes({ method: "LOFO", events, expected: { disposals: [{ event: "s", allocations: [{ lot: "b", quantity: "1" }] }] } })
  })

  it("named lots first, the rest first in first out; what is not there is an error", () => {
    const events = (lot: string, quantity: string) => [
      buy("a", "2024-01-01", "1", "10"),
      buy("b", "2024-01-02", "1", "20"),
      sell("s", "2024-02-01", "1.5", "90", { lots: [{ lot, quantity }] })
    ]
    passes({
      method: "SPECIFIC",
      events: events("b", "1"),
      expected: {
        disposals: [
          {
            event: "s",
            costBasis: "25",
            allocations: [
              { lot: "b", quantity: "1" },
              { lot: "a", quantity: "0.5" }
            ]
          }
        ]
      }
    })
    passes({
      method: "SPECIFIC",
      events: events("b", "1.2"),
      expected: { disposals: [], errors: [{ event: "s", code: "SPECIFIC_LOT_UNAVAILABLE", missing: "0.2" }] }
    })
  })

  it("methods and scopes by year", () => {
    const events = [
      buy("a", "2023-01-01", "2", "20", { account: "x" }),
      buy("b", "2023-02-01", "2", "60", { account: "y" }),
      sell("s", "2023-05-01", "1", "90", { account: "y" }),
      sell("u", "2024-05-01", "1", "90", { account: "y" })
    ]
    passes({
      policy: { methodByYear: { "2023": "HIFO", "2024": "LOFO" } },
      events,
      expected: {
        disposals: [
          { event: "s", costBasis: "30" },
          { event: "u", costBasis: "10" }
        ]
      }
    })
    passes({
      policy: { scope: { "2023": "global", "2024": "account" } },
      events,
      expected: {
        disposals: [
          { event: "s", costBasis: "10" },
          { event: "u", costBasis: "30" }
        ]
      }
    })
    passes({
      method: "AVERAGE",
      policy: { scope: "account" },
      events,
      expected: { disposals: [{ event: "s", costBasis: "30" }], complete: false }
    })
  })
})

describe("a day in the United Kingdom", () => {
  it("is that of its clocks, where the policy names no zone", () => {
    passes({
      method: "UK_S104",
      events: [
        buy("p", "2024-01-01T00:00:00Z", "10", "100"),
        // 1 June, half past midnight in London.
        sell("s", "2024-05-31T23:30:00Z", "1", "50"),
        buy("b", "2024-06-01T12:00:00Z", "1", "40")
      ],
      expected: { disposals: [{ asset: "BTC", date: "2024-06-01", gain: "10", allocations: [{ rule: "same-day", quantity: "1" }] }] }
    })
  })
})

describe("a wrap of pooled coins", () => {
  it("goes by one name", () => {
    passes({
      method: "UK_S104",
      policy: { assetAliases: { wBTC: "BTC" }, dayBoundary: "Europe/London" },
      events: [
        buy("a", "2024-01-01", "1", "10", { asset: "wBTC" }),
        buy("b", "2024-02-01", "1", "30"),
        sell("s", "2024-05-01", "1", "50", { asset: "wBTC" })
      ],
      expected: {
        disposals: [{ asset: "BTC", date: "2024-05-01", gain: "30" }],
        pools: { BTC: { quantity: "1", costBasis: "20" } },
        totals: { gainByTaxYear: { "2024/25": "30" } }
      }
    })
  })
})

describe("performance", () => {
  const measured = (measure: string, given: object, params: object, expected: object) => {
    const { differences, remark } = runCase({
      id: "by hand",
      kind: "performance",
      method: measure.toUpperCase(),
      measure,
      params,
      ...given,
      expected,
      tolerance: { absolute: "1e-9" }
    })
    expect({ differences, remark }).toEqual({ differences: [], remark: null })
  }
  const day = (timing: string) => ({ periods: [{ startValue: "1000", endValue: "2200", flow: "1000", timing }] })

  it("has three answers of one day, by when the money came", () => {
    measured("twr", day("start"), {}, { twr: "0.1" })
    measured("twr", day("end"), {}, { twr: "0.2" })
    measured("twr", day("mid"), {}, { twr: "0.133333333333" })
    measured("twr", day("inStartOutEnd"), {}, { twr: "0.1" })
  })

  it("small seed, large deposit: the seed's return counts for its day only", () => {
    measured(
      "twr",
      {
        periods: [
          { startValue: "0", endValue: "1", flow: "1" },
          { startValue: "1", endValue: "100001.1", flow: "100000" },
          { startValue: "100001.1", endValue: "110001.21", flow: "0" }
        ]
      },
      {},
      { twr: "0.10000110", accumulated: ["0", "9.99990e-7", "0.1000011"] }
    )
  })

  it("return on average investment: a dividend is not in it and begins no day of it, its fee is a fee", () => {
    const dividend = (date: string, fee: string) => ({ type: "DIVIDEND", date, quantity: "10", unitPrice: "2", fee })
    measured(
      "roai",
      {
        activities: [
          dividend("2023-06-01", "0"),
          { type: "BUY", date: "2024-01-01", quantity: "10", unitPrice: "100", fee: "1" },
          dividend("2024-01-15", "0.5")
        ]
      },
      { end: "2024-01-31", endPrice: "110" },
      {
        quantity: "10",
        investment: "1000",
        timeWeightedInvestment: "1000",
        grossPerformance: "100",
        netPerformance: "98.5",
        grossPerformancePercentage: "0.1",
        netPerformancePercentage: "0.0985"
      }
    )
  })

  it("concentration leaves out what is not above zero, and says how much", () => {
    measured(
      "risk",
      { weights: ["60", "40", "-25"] },
      {},
      { hhi: "0.52", effectiveN: "1.923076923077", top1: "0.6", top5: "1", leftOut: "0.2" }
    )
  })

  it("undefined is null with a reason", () => {
    measured("risk", { returns: ["0.01", "0.01", "0.01"] }, {}, { sharpe: null, sortino: null, omega: null, calmar: null, beta: null })
    measured("risk", { returns: [] }, {}, { volatility: null, maxDrawdown: null })
    measured("modified-dietz", {}, { start: "2024-01-01", end: "2024-01-01", startValue: "1", endValue: "2" }, { return: null })
    measured("xirr", { flows: [{ date: "2024-01-01", amount: "-1" }] }, {}, { xirr: null, allRoots: [] })
  })
})
