import { conversionPoint, missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface GermanyParameters {
  /** Below it all private sales of a year are free, from it on all are taxable. */
  readonly saleLimit: ReadonlyArray<Step<string>>
  readonly incomeLimit: ReadonlyArray<Step<string>>
}

export const germanyRules: TaxRules<GermanyParameters> = {
  country: "DE",
  name: "Germany",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "EUR",
  zone: "Europe/Berlin",
  methods: ["FIFO", "SPECIFIC", "AVERAGE", "LIFO"],
  parameters: {
    saleLimit: [
      { from: "2009-01-01", value: "600", source: "limit" },
      { from: "2024-01-01", value: "1000", source: "limit" }
    ],
    incomeLimit: [{ from: "2009-01-01", value: "256", source: "services" }]
  },
  contested: [
    {
      id: "scope",
      question: "Is the order of lots kept in each wallet, or over all of them?",
      choices: { wallet: "in each wallet", all: "over all wallets" },
      usual: "wallet",
      standing: "uncertain"
    },
    {
      id: "averageDates",
      question: "Which dates decide the year where cost is averaged?",
      choices: { fifo: "first in, first out" },
      usual: "fifo",
      standing: "uncertain"
    },
    transferFeePoint,
    conversionPoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [
    { id: "otherPrivateSales", text: "Net gain of the year's other private sales (gold, art, …)" },
    { id: "otherServices", text: "Other income of s22 no. 3 EStG in the year" }
  ],
  sources: [
    { id: "sale", title: "EStG s23 (1) no. 2: taxable where held not more than a year", standing: "primary" },
    { id: "limit", title: "EStG s23 (3): free below EUR 1,000 a year from 2024, EUR 600 before", standing: "secondary" },
    { id: "services", title: "EStG s22 no. 3: free below EUR 256 a year", standing: "secondary" },
    { id: "bmf", title: "BMF letter of 6 March 2025, IV C 1 - S 2256/00042/064/043: order of lots, records", standing: "secondary" },
    { id: "lifo", title: "FG Nuremberg, 22 January 2025: last in, first out was let stand", standing: "secondary" }
  ]
}
