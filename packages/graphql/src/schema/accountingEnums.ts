/** Enums of lots, taxes, explanations and performance. */
import { enumOf } from "./enumOf.ts"

export const GainMethod = enumOf("GainMethod", "Which lots leave first.", {
  FIFO: "The oldest.",
  LIFO: "The newest.",
  HIFO: "Those that cost most for a unit.",
  LOFO: "Those that cost least for a unit.",
  AVERAGE: "The oldest, each unit at the average cost of all.",
  SPECIFIC: "Those that you chose with `chooseLots`; what you did not choose, the oldest.",
  UK_S104: "United Kingdom: those of the same day, of the thirty days after, then the pool. For the whole history and all accounts.",
  CA_ACB: "Canada: each unit at the average cost of all; superficial losses do not count. For the whole history and all accounts."
})

export const LotScope = enumOf("LotScope", "Which accounts share their lots.", {
  global: "All accounts are one stock.",
  account: "Each account has lots of its own."
})

export const TaxCountry = enumOf("TaxCountry", "A country whose rules are known.", {
  AR: "Argentina.",
  BR: "Brazil.",
  CA: "Canada.",
  CO: "Colombia.",
  DE: "Germany.",
  ES: "Spain.",
  GB: "United Kingdom.",
  MX: "Mexico.",
  US: "United States."
})

export const TaxStanding = enumOf("TaxStanding", "How sure a rule is.", {
  primary: "Law or an official page was read.",
  secondary: "Others say so.",
  uncertain: "Contested, or an inference of ours."
})

export const TaxColumnKind = enumOf("TaxColumnKind", "What the cells of a column are.", {
  text: "Text.",
  date: "Civil dates.",
  quantity: "Units, as decimals.",
  money: "Money, as decimals.",
  count: "Whole numbers."
})

export const CustodyKind = enumOf("CustodyKind", "Who keeps coins.", {
  self: "Their owner.",
  custodian: "Somebody else, such as an exchange."
})

export const Form1099 = enumOf("Form1099", "What a broker's Form 1099-DA says of sales.", {
  basisReported: "The basis was reported to the IRS.",
  basisNotReported: "The basis was not reported.",
  none: "There is no such form."
})

export const HoldingTerm = enumOf("HoldingTerm", "How long units were held.", {
  short: "One year or less, by the calendar; also units of which nobody knows when they came.",
  long: "More than one year, by the calendar."
})

export const LotGapCode = enumOf("LotGapCode", "Why something is not known of lots.", {
  "unknown-asset": "Nothing names the code; its units are kept as an asset of their own.",
  "missing-price": "A value is needed and nobody has a price: what depends on it is unknown.",
  "unmatched-deposit": "Units came in from nowhere known: their cost is unknown.",
  "unmatched-withdrawal":
    "Units left for a place that is not known. They leave with their cost and without a gain; if they were sold or paid with, a disposal is missing.",
  "unmatched-group": "Rows that belong together do not make a whole, such as a fee without its trade.",
  "opening-without-cost": "Units that you say were there at the opening, without what they had cost: it is unknown.",
  "chosen-lot-unavailable": "You chose lots that do not hold what you chose of them: that part goes first in, first out.",
  "chosen-disposal-gone":
    "You chose lots for a disposal that is not there any more: the choice changes nothing. Take it back, or choose again.",
  unclassified: "An operation without a rule: what it brought has no known cost, what it took leaves without a gain."
})

export const LotChoiceState = enumOf("LotChoiceState", "Whether what a choice of lots names is there.", {
  stands: "The disposal is there, and so is every lot.",
  "lot-gone": "Nothing of a lot's name brings units any more: that part goes first in, first out.",
  "disposal-gone": "Nothing of the disposal's name is disposed of any more: the choice changes nothing."
})

export const LotEventType = enumOf("LotEventType", "What an event does to lots.", {
  buy: "Units came in for money.",
  sell: "Units left for money.",
  income: "Units came in for nothing: a reward, interest, an airdrop.",
  fork: "Units came in because a chain forked.",
  opening: "Units came in from a place that is not known.",
  gift_out: "Units left for a place that is not known.",
  fee: "Units left to pay a fee.",
  conversion: "One asset became another.",
  transfer: "Units moved between accounts of the owner.",
  split: "The asset changed its unit."
})

export const ExplanationOriginKind = enumOf("ExplanationOriginKind", "Where an input comes from.", {
  event: "A field of an event; `figure` explains it.",
  figure: "Another figure; `figure` explains it.",
  posting: "What a transaction moved.",
  price: "A price; it stands in `prices` with its source.",
  state: "How a lot or a pool stood before the step, or parts of a sum that this page does not list.",
  given: "Handed in by whoever asked, or a constant."
})

export const ExplanationOp = enumOf("ExplanationOp", "A value of a formula, or an operation on the values before it.", {
  input: "A value.",
  step: "The value of an earlier step.",
  series: "Several doubles.",
  add: "Exact sum; 0 of nothing.",
  subtract: "Exact: the first less the others.",
  multiply: "Exact product.",
  least: "The least.",
  share: "The first × the second ÷ the third, cut off (towards zero) after `decimals` digits.",
  divideUp: "The first ÷ the second, rounded up (towards plus infinity) after `decimals` digits.",
  double: "The nearest double of a decimal.",
  plus: "Sum of doubles, from the left on; of series element by element, as with all that follow.",
  minus: "Difference of doubles.",
  times: "Product of doubles.",
  over: "Quotient of doubles.",
  power: "The first to the power of the second.",
  lower: "The lower of two.",
  higher: "The higher of two.",
  root: "Square root.",
  magnitude: "Without its sign.",
  total: "Sum of a series from the left, from 0 on.",
  count: "How many values a series has.",
  highestSoFar: "The highest so far at each place of a series.",
  linked: "1, and at each place of a series the product of 1 + value so far.",
  lowestOf: "The lowest value of a series, or 0."
})

export const FlowGapCode = enumOf("FlowGapCode", "What is not known of rows that move money.", {
  "unknown-asset": "Nothing names the code; its units have no price.",
  "unmatched-group": "Rows that belong together do not make a whole, such as half a trade: its units count as a flow.",
  unclassified: "An operation without a rule: its units count as a flow."
})

export const FlowTiming = enumOf("FlowTiming", "When in its day a flow is taken to have come, for the time-weighted return.", {
  inStartOutEnd: "Money in at the start, money out at the end: never divides by zero on the first day, never loses all on the last.",
  start: "At the start of the day.",
  end: "At the end of the day.",
  mid: "Half at the start, half at the end."
})

export const DietzTiming = enumOf("DietzTiming", "From when a flow works, in the average capital.", {
  start: "From the start of its day.",
  end: "From the end of its day."
})

export const BenchmarkKind = enumOf("BenchmarkKind", "What would have been done with the same money.", {
  hold: "No trades: what came in is kept as it came; only what went out is sold.",
  bitcoin: "Each inflow buys Bitcoin, each outflow sells it.",
  "start-weights": "Each inflow is split as the value was when the period, or the money, began; nothing is rebalanced."
})

export const ValuationInterval = enumOf("ValuationInterval", "How far apart points are. The last day is always one.", {
  day: "Every day.",
  week: "Every Sunday.",
  month: "The last day of every month."
})
