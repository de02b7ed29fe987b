import { conversionPoint, missingBasisPoint, roundingPoint, type Step, type TaxRules, transferFeePoint } from "../Rules.ts"
import type { Band } from "../bands.ts"

export interface SpainParameters {
  readonly savingsScale: ReadonlyArray<Step<ReadonlyArray<Band>>>
  readonly modelo721: { readonly from: string; readonly limit: string; readonly again: string }
}

export const spainRules: TaxRules<SpainParameters> = {
  country: "ES",
  name: "Spain",
  version: "2026-06",
  checkedOn: "2026-06-30",
  currency: "EUR",
  zone: "Europe/Madrid",
  methods: ["FIFO"],
  parameters: {
    savingsScale: [
      {
        from: "2016-01-01",
        value: [
          { upTo: "6000", percent: "19" },
          { upTo: "50000", percent: "21" },
          { upTo: null, percent: "23" }
        ],
        source: "scale"
      },
      {
        from: "2021-01-01",
        value: [
          { upTo: "6000", percent: "19" },
          { upTo: "50000", percent: "21" },
          { upTo: "200000", percent: "23" },
          { upTo: null, percent: "26" }
        ],
        source: "scale"
      },
      {
        from: "2023-01-01",
        value: [
          { upTo: "6000", percent: "19" },
          { upTo: "50000", percent: "21" },
          { upTo: "200000", percent: "23" },
          { upTo: "300000", percent: "27" },
          { upTo: null, percent: "28" }
        ],
        source: "scale"
      },
      {
        from: "2025-01-01",
        value: [
          { upTo: "6000", percent: "19" },
          { upTo: "50000", percent: "21" },
          { upTo: "200000", percent: "23" },
          { upTo: "300000", percent: "27" },
          { upTo: null, percent: "30" }
        ],
        source: "scale"
      }
    ],
    modelo721: { from: "2023-01-01", limit: "50000", again: "20000" }
  },
  contested: [
    {
      id: "reacquisition",
      question: "Does buying back within two months (LIRPF 33.5) hold back a loss on coins?",
      choices: { no: "no: the rule is written for securities" },
      usual: "no",
      standing: "uncertain"
    },
    {
      id: "swapValue",
      question: "What does a swap fetch?",
      choices: { asRecorded: "the value that the event gives; LIRPF 37.1.h asks for the higher of value given and received" },
      usual: "asRecorded",
      standing: "uncertain"
    },
    transferFeePoint,
    conversionPoint,
    missingBasisPoint,
    roundingPoint
  ],
  asked: [
    { id: "lossesBroughtForward", text: "Losses of the four years before, as a positive amount" },
    { id: "declared721", text: "Value on the last Modelo 721 that was handed in" }
  ],
  sources: [
    { id: "fifo", title: "DGT V1604-18, V1550-25: first in, first out for each coin over all platforms", standing: "secondary" },
    { id: "swap", title: "LIRPF art. 37.1.h (permuta), art. 35 (costs)", standing: "secondary" },
    { id: "scale", title: "Scale of the savings base (LIRPF art. 66, 76)", standing: "secondary" },
    { id: "m100", title: "Modelo 100: virtual currencies, boxes 1800 to 1814; numbers move from year to year", standing: "secondary" },
    { id: "m721", title: "Modelo 721: virtual currencies kept abroad above EUR 50,000 on 31 December", standing: "secondary" }
  ]
}
