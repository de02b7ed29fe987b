/** Enums from the engine's own words: `staking-in` is `STAKING_IN` outside and unchanged inside. */
import { builder } from "../builder.ts"

const outside = (value: string): string =>
  value
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .replaceAll("-", "_")

const enumOf = <V extends string>(name: string, description: string, values: Readonly<Record<V, string>>) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(
      Object.entries<string>(values).map(([value, text]) => [outside(value), { value: value as V, description: text }])
    ) as Record<string, { value: V; description: string }>
  })

export const LocaleEnum = enumOf("Locale", "A language that texts for people come in.", {
  en: "English.",
  es: "Spanish.",
  pt: "Portuguese."
})

export const EventKind = enumOf("EventKind", "What a ledger event is, in one vocabulary for all exchanges.", {
  trade: "One asset was exchanged for another on a market.",
  deposit: "Came in from outside the exchange.",
  withdrawal: "Left the exchange.",
  transfer: "Moved between wallets or accounts of the same exchange.",
  conversion: "Exchanged at a quoted rate, outside an order book.",
  reward: "A bonus or promotion.",
  interest: "Interest or yield.",
  airdrop: "Given to holders of an asset.",
  "staking-in": "Put into staking.",
  "staking-out": "Taken out of staking.",
  fee: "A fee, as its own row; `groupId` names what it was paid for.",
  card: "A card payment or its refund.",
  referral: "Paid for inviting others.",
  correction: "The exchange corrected itself.",
  "funding-payment": "Funding of a perpetual contract.",
  liquidation: "Closed by the exchange for want of margin.",
  unrecognised: "An operation we do not know yet. It is counted, shown and moves the balance; nothing is dropped."
})

export const EventStatus = enumOf("EventStatus", "Where an event stands.", {
  settled: "It happened.",
  pending: "Under way; it may still fail.",
  failed: "It did not happen; it moves no balance."
})

export const PostingRole = enumOf("PostingRole", "What a posting is for.", {
  principal: "The thing itself.",
  fee: "A fee taken.",
  rebate: "A fee given back."
})

export const Currency = enumOf("Currency", "A currency that holdings can be valued in, and lots be kept in.", {
  mxn: "Mexican peso.",
  usd: "US dollar.",
  btc: "Bitcoin.",
  gbp: "Pound sterling.",
  eur: "Euro.",
  cad: "Canadian dollar.",
  brl: "Brazilian real.",
  ars: "Argentine peso.",
  cop: "Colombian peso."
})

export const ConnectionStatus = enumOf("ConnectionStatus", "Whether a connection is being synced.", {
  active: "Synced on schedule.",
  paused: "Paused by its owner; `syncNow` resumes it.",
  attention: "Stopped until the owner acts: see `failure`.",
  disconnected: "Credentials destroyed, history kept."
})

export const StreamState = enumOf("StreamState", "How far a stream has been read.", {
  waiting: "Not read yet, or stopped while it was being read.",
  syncing: "Being read.",
  complete: "Read to the account's start and up to date at `watermark`.",
  failed: "Stopped: see `failure`. What is stored stays.",
  suspect: "The exchange showed an empty list where rows were before. Nothing was deleted; we look again."
})

export const StreamRole = enumOf("StreamRole", "What a stream does for the books.", {
  posts: "Builds the books: its rows move balances.",
  witness: "Proves and enriches what other streams post."
})

export const CoverageState = enumOf("CoverageState", "What is known about an interval of time.", {
  known: "Every row of it is stored.",
  unknown: "Not read yet.",
  failed: "Could not be read: see `reason`.",
  "lost-at-source": "The exchange no longer has it.",
  "covered-by-file": "Known from a file that the owner imported."
})

export const SyncPhase = enumOf("SyncPhase", "What a sync is doing.", {
  idle: "Nothing.",
  history: "Reading the past.",
  news: "Reading what is new, and again the rows that may still change.",
  balances: "Reading balances.",
  certificate: "Proving the books."
})

export const CertificateState = enumOf("CertificateState", "Whether the books could be proved.", {
  proved: "Opening + postings + in flight equals what the exchange reports, for every asset and wallet.",
  differs: "They are not equal; the lines say where, since when and the likely cause.",
  unproved: "It cannot be told; `reason` says why.",
  unsettled: "Rows arrived faster than balances could be read; the next sync tries again."
})

export const IntervalPrecision = enumOf("IntervalPrecision", "How closely a difference could be placed.", {
  row: "To one row, named by its witness.",
  witness: "Between the rows around witnesses that have no partner.",
  assertion: "Between two balance reports."
})

export const HoldingSource = enumOf("HoldingSource", "Where a holding's figure comes from.", {
  reported: "The exchange's list of balances.",
  ledger: "The sum of the ledger's postings, where balances may not be read."
})

export const RightAnswer = enumOf("RightAnswer", "Whether a key may do something.", {
  yes: "It may.",
  no: "It may not.",
  unknown: "The exchange does not tell."
})

export const TransactionOrder = enumOf("TransactionOrder", "Which end of the list comes first.", {
  "newest-first": "The latest event first.",
  "oldest-first": "The earliest event first, in the order that the books use."
})

export const Actor = enumOf("Actor", "Who must act before a problem goes away.", {
  user: "You, usually at the exchange.",
  exchange: "The exchange.",
  adapter: "The authors of this exchange's adapter.",
  host: "Caudal itself, or whoever runs it."
})

export const RetryRule = enumOf("RetryRule", "Whether trying again helps.", {
  no: "Not before somebody acted.",
  now: "At once; Caudal does so by itself, a few times.",
  after: "After a pause.",
  "next-run": "With the next sync."
})

export const CredentialKind = enumOf("CredentialKind", "How a form should treat a field.", {
  key: "Identifies the key. May be shown while it is typed.",
  secret: "Signs requests. Hide it while it is typed.",
  passphrase: "Chosen by you when the key was made. Hide it while it is typed."
})

export const ExchangeStatus = enumOf("ExchangeStatus", "How far an exchange is supported.", {
  live: "Supported.",
  beta: "Works, still being proved.",
  "archive-only": "No new connections; stored replies can still be read.",
  gone: "The exchange has closed."
})

export const StreamOrder = enumOf("StreamOrder", "In which order an exchange gives a list.", {
  "newest-first": "Latest row first.",
  "oldest-first": "Earliest row first.",
  unordered: "No order can be relied on."
})

export const CredentialProblem = enumOf("CredentialProblem", "What is wrong with a field.", {
  missing: "It was not given.",
  malformed: "It does not look like what the exchange issues.",
  "not-a-field": "This exchange has no such field."
})

export const AssetKind = enumOf("AssetKind", "What kind of thing an asset is.", {
  crypto: "A coin or token.",
  fiat: "Money issued by a state.",
  stablecoin: "A token that is meant to follow a currency. It has a price of its own.",
  receipt: "A claim on another asset that the exchange keeps under a code of its own: staked, lent."
})

export const AssetStatus = enumOf("AssetStatus", "Whether we know what a code stands for.", {
  known: "A rule or a correction names it.",
  unknown: "Nothing names it. It is shown and counted, and its value is unknown; `correctAsset` names it."
})

export const RelationKind = enumOf("AssetRelationKind", "How one asset is related to another.", {
  migrated: "Holders swap the old token for the new one.",
  redenominated: "The same asset in another unit.",
  forked: "Holders of the old chain got the new asset beside it.",
  receipt: "A claim that its exchange redeems.",
  wrapped: "Stands for the other asset, with a price of its own."
})

export const GainMethod = enumOf("GainMethod", "Which lots leave first.", {
  FIFO: "The oldest.",
  LIFO: "The newest.",
  HIFO: "Those that cost most for a unit.",
  LOFO: "Those that cost least for a unit.",
  AVERAGE: "The oldest, each unit at the average cost of all.",
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
  unclassified: "An operation without a rule: what it brought has no known cost, what it took leaves without a gain."
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

export const RateKind = enumOf("RateKind", "Who makes a rate.", {
  market: "Trades at an exchange.",
  official: "A central bank.",
  mep: "Argentina's bond dollar.",
  blue: "Argentina's street dollar.",
  "crypto-implied": "Money for money through coins that stand for it, at an exchange.",
  manual: "You."
})

export const PriceGapReason = enumOf("PriceGapReason", "Why a price is not known.", {
  "unknown-asset": "No rule says what it is, and no price goes by the letters of a code.",
  "no-source": "Nothing at hand speaks of it.",
  "too-old": "What is at hand ends too long before, or begins after."
})

export const ImportFormat = enumOf("ImportFormat", "How a file of prices is laid out.", {
  ecb: "As the European Central Bank's eurofxref-hist.csv: `Date,USD,JPY,…`, for one euro.",
  rows: "`date,base,quote,rate[,kind]`: one `base` is so many `quote` on that day."
})

export const ImportFindingCode = enumOf("ImportFindingCode", "What is suspicious about prices that are to be imported.", {
  shifted: "They move as those known do, one day earlier or later.",
  "another-asset": "They are of another size than those known, or move in other ways: a code that means two things.",
  jump: "From one price to the next by a factor that no market moves by."
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
