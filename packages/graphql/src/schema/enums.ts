/** Enums of connections, ledger, holdings and prices. */
import { enumOf } from "./enumOf.ts"

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
