import { missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface UnitedKingdomParameters {
  readonly annualExemptAmount: ReadonlyArray<Step<string>>
  /** Proceeds above this have to be reported. */
  readonly reportingProceeds: ReadonlyArray<Step<string>>
  /** Percent, by the date of the disposal. */
  readonly rates: ReadonlyArray<Step<{ readonly basic: string; readonly higher: string }>>
}

export const unitedKingdomRules: TaxRules<UnitedKingdomParameters> = {
  country: "GB",
  name: "United Kingdom",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "GBP",
  zone: "Europe/London",
  methods: [],
  parameters: {
    annualExemptAmount: [
      { from: "2018-04-06", value: "11700", source: "aea" },
      { from: "2019-04-06", value: "12000", source: "aea" },
      { from: "2020-04-06", value: "12300", source: "aea" },
      { from: "2023-04-06", value: "6000", source: "aea" },
      { from: "2024-04-06", value: "3000", source: "aea" }
    ],
    reportingProceeds: [
      { from: "2018-04-06", value: "46800", source: "reporting" },
      { from: "2019-04-06", value: "48000", source: "reporting" },
      { from: "2020-04-06", value: "49200", source: "reporting" },
      { from: "2023-04-06", value: "50000", source: "reporting" }
    ],
    rates: [
      { from: "2016-04-06", value: { basic: "10", higher: "20" }, source: "rates" },
      { from: "2024-10-30", value: { basic: "18", higher: "24" }, source: "rates" }
    ]
  },
  contested: [
    {
      id: "sa108Boxes",
      question: "Under which number does SA108 have its cryptoassets section? Check the form of the year.",
      choices: { "13": "13.1 to 13.5", "14": "14 to 14.4" },
      usual: "13",
      standing: "uncertain"
    },
    {
      id: "defi",
      question: "Is lending, or leaving coins to a pool, a disposal?",
      choices: { asRecorded: "as the events say; the proposal of 26 November 2025 (no gain, no loss) was not law when this was checked" },
      usual: "asRecorded",
      standing: "uncertain"
    },
    transferFeePoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [
    { id: "lossesBroughtForward", text: "Allowable losses brought forward, as a positive amount" },
    { id: "basicRateBand", text: "Part of the basic rate band that other income leaves" }
  ],
  sources: [
    { id: "matching", title: "TCGA 1992 s104, s105, s106A; HMRC Cryptoassets Manual CRYPTO22200 ff.", standing: "primary" },
    { id: "costs", title: "HMRC Cryptoassets Manual CRYPTO22280: allowable costs", standing: "primary" },
    { id: "aea", title: "Annual exempt amount by tax year (TCGA 1992 s1K)", standing: "secondary" },
    { id: "reporting", title: "When gains have to be reported in Self Assessment", standing: "secondary" },
    { id: "rates", title: "Rates of Capital Gains Tax; 18 and 24 % for disposals from 30 October 2024", standing: "secondary" },
    { id: "sa108", title: "SA108: cryptoassets section from 2024/25", standing: "secondary" }
  ]
}
