import { missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"

export interface CanadaParameters {
  /** Percent of a gain that is income. */
  readonly inclusion: ReadonlyArray<Step<string>>
  /** Days before and after a loss. */
  readonly superficialDays: number
  /** Cost of specified foreign property above which Form T1135 is due. */
  readonly foreignPropertyCost: string
}

export const canadaRules: TaxRules<CanadaParameters> = {
  country: "CA",
  name: "Canada",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "CAD",
  zone: "America/Toronto",
  methods: [],
  parameters: {
    inclusion: [{ from: "2000-10-18", value: "50", source: "inclusion" }],
    superficialDays: 30,
    foreignPropertyCost: "100000"
  },
  contested: [
    {
      id: "nature",
      question: "Capital gains, or business income?",
      choices: { capital: "capital gains: half is income", business: "business income: all of it is" },
      usual: "capital",
      standing: "uncertain"
    },
    {
      id: "superficial",
      question: "Are superficial losses denied?",
      choices: { denied: "yes, by min(sold, bought in 61 days, held at their end)", none: "no" },
      usual: "denied",
      standing: "primary"
    },
    {
      id: "affiliated",
      question: "Did a spouse or a corporation of one's own buy the same coin within the 61 days?",
      choices: { no: "no: only this history counts" },
      usual: "no",
      standing: "uncertain"
    },
    {
      id: "foreign",
      question: "Are coins at an exchange abroad specified foreign property?",
      choices: { yes: "yes: cost in accounts whose custodian is not in Canada", no: "no" },
      usual: "yes",
      standing: "uncertain"
    },
    transferFeePoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [{ id: "lossesBroughtForward", text: "Net capital losses of other years to be used, before inclusion, as a positive amount" }],
  sources: [
    {
      id: "disposal",
      title: "Canada Revenue Agency: reporting your capital gains as a crypto-asset user (3 April 2024)",
      standing: "primary"
    },
    { id: "acb", title: "ITA s47: adjusted cost base of identical property", standing: "primary" },
    { id: "superficial", title: "ITA s54 superficial loss, 40(2)(g)(i), 53(1)(f)", standing: "primary" },
    { id: "inclusion", title: "ITA s38: one half; the rise to two thirds was cancelled on 21 March 2025", standing: "primary" },
    {
      id: "schedule3",
      title: "Schedule 3: bonds, debentures, promissory notes, crypto-assets and other similar properties",
      standing: "secondary"
    }
  ]
}
