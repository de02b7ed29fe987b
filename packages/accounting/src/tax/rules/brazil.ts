import type { Band } from "../bands.ts"
import { conversionPoint, missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface BrazilParameters {
  /** Sales of a month up to this are exempt (domestic custody). */
  readonly exemptSales: string
  readonly bands: ReadonlyArray<Band>
  readonly foreignPercent: string
  readonly foreignFrom: string
  /** Operations of a month without a Brazilian provider above this are told to the Receita. */
  readonly reporting: ReadonlyArray<Step<{ readonly limit: string; readonly form: string }>>
  /** Holdings of a kind at or above this cost are declared. */
  readonly declaredFrom: string
  readonly stablecoins: ReadonlyArray<string>
}

export const brazilRules: TaxRules<BrazilParameters> = {
  country: "BR",
  name: "Brazil",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "BRL",
  zone: "America/Sao_Paulo",
  methods: ["AVERAGE"],
  parameters: {
    exemptSales: "35000",
    bands: [
      { upTo: "5000000", percent: "15" },
      { upTo: "10000000", percent: "17.5" },
      { upTo: "30000000", percent: "20" },
      { upTo: null, percent: "22.5" }
    ],
    foreignPercent: "15",
    foreignFrom: "2024-01-01",
    reporting: [
      { from: "2019-08-01", value: { limit: "30000", form: "IN RFB 1.888/2019" }, source: "in1888" },
      { from: "2026-07-01", value: { limit: "35000", form: "DeCripto (IN RFB 2.291/2025)" }, source: "decripto" }
    ],
    declaredFrom: "5000",
    stablecoins: ["USDT", "USDC", "DAI", "BRZ", "TUSD", "FDUSD", "PYUSD", "BUSD"]
  },
  contested: [
    {
      id: "selfCustody",
      question: "Are coins in self-custody domestic or foreign?",
      choices: { domestic: "domestic", foreign: "foreign" },
      usual: "domestic",
      standing: "uncertain"
    },
    {
      id: "unstatedAccount",
      question: "Where are coins in an account of which nobody said who keeps it?",
      choices: { domestic: "domestic", foreign: "foreign" },
      usual: "foreign",
      standing: "uncertain"
    },
    {
      id: "lossesOfMonth",
      question: "Do losses lessen gains of the same month (domestic custody)?",
      choices: { apart: "no: each gain is taxed, losses are lost", netted: "yes" },
      usual: "apart",
      standing: "uncertain"
    },
    {
      id: "feesAsSales",
      question: "Do coins that pay fees count in a month's sales?",
      choices: { counted: "yes, at their value", left: "no" },
      usual: "counted",
      standing: "uncertain"
    },
    transferFeePoint,
    conversionPoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [{ id: "foreignLossCarry", text: "Losses abroad carried from years before, as a positive amount" }],
  sources: [
    { id: "domestic", title: "Lei 9.250/1995 art. 22, Lei 13.259/2016: exempt sales, bands", standing: "secondary" },
    { id: "foreign", title: "Lei 14.754/2023, IN RFB 2.180/2024: 15 % of the year's net gain abroad", standing: "secondary" },
    { id: "in1888", title: "IN RFB 1.888/2019, until 30 June 2026", standing: "secondary" },
    { id: "decripto", title: "IN RFB 2.291/2025 (DOU 17 November 2025): DeCripto from 1 July 2026", standing: "secondary" },
    { id: "bens", title: "Declaração anual, Bens e Direitos, group 08", standing: "secondary" }
  ]
}
