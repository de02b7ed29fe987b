import { conversionPoint, missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface UnitedStatesParameters {
  /** Lots are kept wallet by wallet from here on. */
  readonly perWalletFrom: string
  /** Lots count as named from here on only where they were by the time of the sale. */
  readonly namedInTimeFrom: string
  /** In a broker's account they count from here on only where the broker was told. */
  readonly brokerToldFrom: string
  /** Boxes of Form 8949 by what the broker's form says: short, long. */
  readonly boxes: ReadonlyArray<
    Step<Readonly<Record<"basisReported" | "basisNotReported" | "none", readonly [short: string, long: string]>>>
  >
  /** Capital loss that may lessen other income of a year. */
  readonly lossLimit: Readonly<Record<string, string>>
}

export const unitedStatesRules: TaxRules<UnitedStatesParameters> = {
  country: "US",
  name: "United States",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "USD",
  zone: "America/New_York",
  methods: ["FIFO", "SPECIFIC", "HIFO", "LIFO", "LOFO"],
  parameters: {
    perWalletFrom: "2025-01-01",
    namedInTimeFrom: "2025-01-01",
    brokerToldFrom: "2026-01-01",
    boxes: [
      { from: "2014-01-01", value: { basisReported: ["A", "D"], basisNotReported: ["B", "E"], none: ["C", "F"] }, source: "8949" },
      { from: "2025-01-01", value: { basisReported: ["G", "J"], basisNotReported: ["H", "K"], none: ["I", "L"] }, source: "8949-2025" }
    ],
    lossLimit: { other: "3000", marriedSeparately: "1500" }
  },
  contested: [
    {
      id: "filing",
      question: "Filing status, for the limit of capital losses",
      choices: { other: "single, joint or head of household", marriedSeparately: "married filing separately" },
      usual: "other",
      standing: "primary"
    },
    {
      id: "unstatedBroker",
      question: "Which box has a sale in an account of which no Form 1099-DA is stated?",
      choices: { none: "none was received", basisNotReported: "one without basis", basisReported: "one with basis" },
      usual: "none",
      standing: "uncertain"
    },
    {
      id: "washSale",
      question: "Does the wash sale rule (IRC s1091) hold for coins?",
      choices: { no: "no: it covers stock and securities; bills to extend it were not enacted when this was checked" },
      usual: "no",
      standing: "secondary"
    },
    transferFeePoint,
    conversionPoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [
    { id: "shortCarryover", text: "Short-term capital loss carried over (Schedule D line 6), as a positive amount" },
    { id: "longCarryover", text: "Long-term capital loss carried over (Schedule D line 14), as a positive amount" }
  ],
  sources: [
    { id: "notice", title: "IRS Notice 2014-21: property, not currency", standing: "primary" },
    {
      id: "wallets",
      title: "Treas. Reg. 1.1012-1(h), (j) and 1.1001-7, T.D. 10000 (IRB 2024-31): basis, lots by wallet from 2025-01-01",
      standing: "primary"
    },
    {
      id: "broker",
      title:
        "Notice 2025-7: units at a broker may be identified in one's own books until 31 December 2025; whether that was extended is not known",
      standing: "secondary"
    },
    { id: "harbour", title: "Rev. Proc. 2024-28: allocation of unused basis to wallets as of 2025-01-01", standing: "secondary" },
    { id: "term", title: "Rev. Rul. 66-7: the holding period begins the day after the acquisition", standing: "primary" },
    { id: "staking", title: "Rev. Rul. 2023-14: staking rewards are income at dominion and control", standing: "primary" },
    { id: "8949", title: "Form 8949 and Schedule D, instructions until 2024", standing: "secondary" },
    { id: "8949-2025", title: "Form 8949 for 2025: digital assets have boxes G to L of their own", standing: "secondary" }
  ]
}
