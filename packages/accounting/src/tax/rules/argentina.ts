import { conversionPoint, missingBasisPoint, roundingPoint, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface ArgentinaParameters {
  /** Percent on a sale in pesos without adjustment clause, and in foreign currency or adjusted. */
  readonly argentine: { readonly pesos: string; readonly foreign: string }
  readonly foreignSource: string
}

export const argentinaRules: TaxRules<ArgentinaParameters> = {
  country: "AR",
  name: "Argentina",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "ARS",
  zone: "America/Argentina/Buenos_Aires",
  methods: ["FIFO", "AVERAGE", "SPECIFIC"],
  parameters: { argentine: { pesos: "5", foreign: "15" }, foreignSource: "15" },
  contested: [
    {
      id: "source",
      question: "Where is the source of a gain? The law does not say for coins.",
      choices: {
        custodian: "where the account's custodian is; self-custody is Argentine",
        argentine: "always Argentine",
        foreign: "always foreign"
      },
      usual: "custodian",
      standing: "uncertain"
    },
    {
      id: "currencyClause",
      question: "Are sales of Argentine source in pesos without adjustment clause?",
      choices: { pesos: "yes", foreign: "no: in foreign currency or adjusted" },
      usual: "pesos",
      standing: "uncertain"
    },
    {
      id: "swaps",
      question: "Is a swap of coins a disposal?",
      choices: { taxable: "yes, as most read it" },
      usual: "taxable",
      standing: "uncertain"
    },
    {
      id: "scope",
      question: "Is the order of lots kept over all accounts, or in each?",
      choices: { all: "over all accounts", account: "in each account" },
      usual: "all",
      standing: "uncertain"
    },
    transferFeePoint,
    conversionPoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [{ id: "specialDeduction", text: "Special deduction for Argentine source (pro rata of the personal minimum)" }],
  sources: [
    {
      id: "cedular",
      title: "LIG (text of 2019) art. 94, 98: 5 % in pesos, 15 % in foreign currency or of foreign source",
      standing: "secondary"
    },
    { id: "bienes", title: "Dictamen 2/2022 (DI ALIR): Bienes Personales", standing: "secondary" }
  ]
}
