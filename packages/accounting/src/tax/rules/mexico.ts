import { conversionPoint, missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface MexicoParameters {
  /** Unidad de Medida y Actualización of a year (annual value). */
  readonly annualUma: ReadonlyArray<Step<string>>
  readonly exemptUmas: string
  /** An operation from here on has a provisional payment. */
  readonly provisionalFrom: string
  readonly provisionalPercent: string
  readonly mostYears: number
  readonly costReductionPercent: string
}

export const mexicoRules: TaxRules<MexicoParameters> = {
  country: "MX",
  name: "Mexico",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "MXN",
  zone: "America/Mexico_City",
  methods: ["FIFO", "AVERAGE", "SPECIFIC"],
  parameters: {
    annualUma: [
      { from: "2021-01-01", value: "32693.40", source: "uma" },
      { from: "2022-01-01", value: "35101.08", source: "uma" },
      { from: "2023-01-01", value: "37844.40", source: "uma" },
      { from: "2024-01-01", value: "39606.36", source: "uma" },
      { from: "2025-01-01", value: "41273.52", source: "uma" },
      { from: "2026-01-01", value: "42794.64", source: "uma" }
    ],
    exemptUmas: "3",
    provisionalFrom: "227400",
    provisionalPercent: "20",
    mostYears: 20,
    costReductionPercent: "10"
  },
  contested: [
    {
      id: "nature",
      question: "Is the sale of coins enajenación de bienes (LISR Title IV ch. IV)?",
      choices: { sale: "yes: no rule of the SAT binds it" },
      usual: "sale",
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
      id: "costUpdate",
      question: "Is the cost updated by the consumer price index (LISR art. 124)?",
      choices: { whereKnown: "where the index of both months is given; else it is not, and the line is listed", none: "no" },
      usual: "whereKnown",
      standing: "uncertain"
    },
    {
      id: "costReduction",
      question: "Is the cost lessened by 10 % for each year held, as of movable goods (LISR art. 124)?",
      choices: { none: "no: coins do not wear out", tenPercent: "yes" },
      usual: "none",
      standing: "uncertain"
    },
    {
      id: "exemption",
      question: "Is the gain exempt up to three annual UMA (LISR art. 93 XIX b)?",
      choices: { none: "not applied; the figure is shown", applied: "applied to the total of the year" },
      usual: "none",
      standing: "uncertain"
    },
    {
      id: "losses",
      question: "Do losses of the year lessen its gains (LISR art. 122)?",
      choices: { netted: "yes, of the same kind", apart: "no: shown apart" },
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
    { id: "prodecon", title: "Prodecon, study of 2021: sale of virtual assets as enajenación de bienes", standing: "secondary" },
    { id: "gain", title: "LISR art. 119 to 128: gain, updated cost, years held, losses, provisional payment", standing: "secondary" },
    { id: "exempt", title: "LISR art. 93 XIX b: movable goods up to three annual UMA", standing: "secondary" },
    {
      id: "uma",
      title: "INEGI: Unidad de Medida y Actualización, annual value of each year (in force from 1 February)",
      standing: "secondary"
    }
  ]
}
