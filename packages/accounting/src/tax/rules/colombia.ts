import { conversionPoint, missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface ColombiaParameters {
  /** Whole years of possession from which a gain is a ganancia ocasional. */
  readonly occasionalYears: number
  readonly occasionalPercent: ReadonlyArray<Step<string>>
}

export const colombiaRules: TaxRules<ColombiaParameters> = {
  country: "CO",
  name: "Colombia",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "COP",
  zone: "America/Bogota",
  methods: ["FIFO", "AVERAGE", "SPECIFIC"],
  parameters: {
    occasionalYears: 2,
    occasionalPercent: [
      { from: "2013-01-01", value: "10", source: "occasional" },
      { from: "2023-01-01", value: "15", source: "occasional" }
    ]
  },
  contested: [
    {
      id: "fixedAsset",
      question: "Are the coins fixed assets, so that two years of possession count?",
      choices: { fixed: "yes", inventory: "no: every gain is ordinary income" },
      usual: "fixed",
      standing: "uncertain"
    },
    {
      id: "scope",
      question: "Is the order of lots kept over all accounts, or in each?",
      choices: { all: "over all accounts", account: "in each account" },
      usual: "all",
      standing: "uncertain"
    },
    {
      id: "losses",
      question: "Do ordinary losses lessen ordinary gains of the year?",
      choices: { netted: "yes", apart: "no: shown apart" },
      usual: "netted",
      standing: "uncertain"
    },
    transferFeePoint,
    conversionPoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [],
  sources: [
    { id: "dian", title: "DIAN, Concepto unificado 018075 int. 1621 (17 October 2023)", standing: "secondary" },
    { id: "occasional", title: "ET art. 300, 314: two years or more, 15 % (10 % before 2023)", standing: "secondary" },
    { id: "worth", title: "ET art. 74, 70, 868: declared in net worth at cost", standing: "secondary" }
  ]
}
