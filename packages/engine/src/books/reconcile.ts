/**
 * The certificate's arithmetic: per wallet and asset, opening + Σ settled postings + in flight = reported. Pure.
 * Source: the adapter contract, section "Certificate".
 */
import type { DecimalText, Posting } from "@caudal/exchange"
import { Decimal, Instant } from "@caudal/exchange"
import type { BalanceReport, GroupRow, PostingSum } from "../storage/BookStore.ts"
import type { CertificateLine, ImpliedOpening } from "./Books.ts"
import type { OpeningAmount } from "./openingAmounts.ts"
import { amountsOf, placeKey as key, type Unjoined } from "./Unjoined.ts"

export interface Evidence {
  /** Why the posting streams do not reach the account's start; `null` when they do. */
  readonly incomplete: string | null
  /** Since when they are known all the same. */
  readonly knownFrom: number | null
  /** Why rows may be missing although they do. */
  readonly doubt: string | null
  /** That the exchange shows rows only for some time. */
  readonly unshown: string | null
  readonly report: BalanceReport | null
  /** Why there is no balance report. */
  readonly reportMissing: string | null
  readonly sums: ReadonlyArray<PostingSum>
  /** What the owner asserts. */
  readonly openings: ReadonlyArray<OpeningAmount>
  /** What rows that are not settled would move: those that post, and witnesses without such a partner. */
  readonly pending: ReadonlyArray<Pending>
  /** Settled witnesses without partner. */
  readonly unjoined: Unjoined
  readonly firstPostingAt: number | null
}

/** What one pending row would move, by wallet and asset. */
export interface Pending {
  readonly groupId: string
  readonly at: number
  readonly amounts: ReadonlyMap<string, DecimalText>
}

export const pendingOf = ({
  groupId,
  externalId,
  at,
  postings
}: Pick<GroupRow, "groupId" | "externalId" | "at" | "postings">): Pending => ({
  groupId: groupId === "" ? externalId : groupId,
  at,
  amounts: amountsOf(postings)
})

/** Pending items that account for the difference exactly: all of the asset, or only those that leave. */
const inFlightFor = (difference: DecimalText, pending: ReadonlyArray<Pending>, name: string) => {
  const items = pending
    .map(({ groupId, amounts, at }) => ({ groupId, amount: amounts.get(name) ?? Decimal.zero, at }))
    .filter((item) => !Decimal.isZero(item.amount))
  for (const choice of [items, items.filter((item) => Decimal.isNegative(item.amount))]) {
    if (choice.length > 0 && Decimal.sum(choice.map((item) => item.amount)) === difference) return choice
  }
  return []
}

export interface Reconciled {
  readonly lines: ReadonlyArray<CertificateLine>
  /** The account is older than the history that was given out. */
  readonly older: boolean
  /** The same in words, where something is unproved because of it. */
  readonly begins: string | null
}

/** The owner's word, where the rows since its instant are known. */
const assertedBy = (opening: OpeningAmount | undefined, { incomplete, knownFrom }: Evidence): OpeningAmount | null =>
  opening !== undefined && (incomplete === null || (knownFrom !== null && opening.opening.at >= knownFrom)) ? opening : null

const inWords = ({ opening, amount }: OpeningAmount): string =>
  `the opening of ${amount} ${opening.asset} is asserted by the owner, as of ${Instant.format(opening.at)}`

/** What was held when the first row came, if the rows are all there. */
const impliedBy = (total: DecimalText | null, postings: DecimalText, evidence: Evidence): ImpliedOpening | null => {
  const { firstPostingAt, report, incomplete, knownFrom } = evidence
  if (total === null || report?.settled !== true || (incomplete !== null && knownFrom === null)) return null
  return { quantity: Decimal.subtract(total, postings), at: firstPostingAt ?? report.confirmedAt }
}

/** Every line with its difference; states are final but for `differs`, whose interval is looked for afterwards. */
export const reconcile = (evidence: Evidence): Reconciled => {
  const { report } = evidence
  const sums = new Map(evidence.sums.map((sum) => [key(sum.wallet, sum.asset), sum]))
  const reported = new Map((report?.balances ?? []).map((balance) => [key(balance.wallet, balance.asset), balance]))
  const openings = new Map(evidence.openings.map((one) => [key(one.opening.wallet, one.opening.asset), one]))
  const names = new Map<string, { wallet: string; asset: string }>()
  for (const [name, { opening }] of openings) names.set(name, opening)
  for (const [name, sum] of sums) names.set(name, sum)
  for (const [name, balance] of reported) if (!Decimal.isZero(balance.total) || names.has(name)) names.set(name, balance)
  const result = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { wallet, asset }]): CertificateLine => {
      const postings = sums.get(name)?.amount ?? Decimal.zero
      const total = reported.get(name)?.total ?? (report?.complete === true ? Decimal.zero : null)
      const asserted = assertedBy(openings.get(name), evidence)
      const opening = asserted?.amount ?? (evidence.incomplete === null ? Decimal.zero : null)
      const word = asserted === null ? null : inWords(asserted)
      const base = {
        wallet,
        asset,
        opening,
        asserted: asserted?.opening ?? null,
        implied: null,
        older: false,
        postings,
        reported: total,
        inFlight: [],
        interval: null
      }
      const why =
        (opening === null ? evidence.incomplete : null) ??
        evidence.reportMissing ??
        (total === null ? "the exchange does not report this balance" : null)
      const implied = impliedBy(total, postings, evidence)
      if (why !== null || total === null || opening === null) return { ...base, implied, state: "unproved", difference: null, reason: why }
      const plain = Decimal.subtract(total, Decimal.add(opening, postings))
      if (Decimal.isZero(plain)) return { ...base, state: "proved", difference: Decimal.zero, reason: word }
      const inFlight = inFlightFor(plain, evidence.pending, name)
      if (inFlight.length > 0) return { ...base, inFlight, state: "proved", difference: Decimal.zero, reason: word }
      if (report?.settled === false)
        return { ...base, state: "unsettled", difference: plain, reason: "rows kept arriving while the balances were read" }
      if (evidence.unshown !== null)
        return {
          ...base,
          opening: asserted?.amount ?? null,
          implied,
          state: "unproved",
          difference: plain,
          reason: `${evidence.doubt === null ? "" : `${evidence.doubt}; `}${evidence.unshown}: either ${plain} ${asset} came or went before, or rows of ${asset} are missing since; both are possible`
        }
      if (evidence.doubt !== null)
        return { ...base, opening: asserted?.amount ?? null, implied, state: "unproved", difference: null, reason: evidence.doubt }
      return { ...base, implied, state: "differs", difference: plain, reason: word }
    })
  // What the owner asserts is not in doubt because the account is older than its history.
  const unasserted = result.filter((line) => line.asserted === null)
  if (!isOlder(evidence) || evidence.incomplete !== null || explainedByUnjoined(unasserted, evidence.unjoined))
    return { lines: result, older: false, begins: null }
  const begins = historyBegins(evidence.firstPostingAt)
  const lines = result.map((line) =>
    line.asserted === null ? { ...unprovedBy(begins, line), implied: impliedBy(line.reported, line.postings, evidence) } : line
  )
  return { lines, older: true, begins: result.length > 0 && unasserted.length === 0 ? null : begins }
}

/** Of a difference it cannot be told whether the account began with it or rows were lost later: it stays, with both readings. */
const unprovedBy = (begins: string, line: CertificateLine): CertificateLine => {
  const { asset, difference } = line
  return difference === null || Decimal.isZero(difference)
    ? { ...line, state: "unproved", older: true, opening: null, difference: null, reason: begins }
    : {
        ...line,
        state: "unproved",
        older: true,
        opening: null,
        reason: `${begins}: either the account held ${difference} ${asset} before, or rows of ${asset} are missing since; both are possible`
      }
}

/** Settled witnesses from before the first posting: the account is older than the history that was given out. */
const isOlder = ({ firstPostingAt, unjoined: { oldestAt } }: Evidence): boolean =>
  oldestAt !== null && (firstPostingAt === null || oldestAt < firstPostingAt)

const historyBegins = (firstPostingAt: number | null): string =>
  firstPostingAt === null
    ? "the exchange gives out no history, though the account has one"
    : `history begins before ${new Date(firstPostingAt).toISOString().slice(0, 10)}`

/** Rows are missing, but the witnesses hold all of them: then the books differ by known rows, and the opening is zero. */
const explainedByUnjoined = (result: ReadonlyArray<CertificateLine>, unjoined: Unjoined): boolean => {
  const differing = result.filter((line) => line.difference !== null && !Decimal.isZero(line.difference))
  if (differing.length === 0) return false
  return result.every((line) => line.difference !== null && unjoined.amountOf(line.wallet, line.asset) === line.difference)
}

/** What a witness knows and the ledger does not: `amount` is missing from the asset's postings. */
export interface Clue {
  readonly groupId: string
  readonly at: number
  readonly wallet: string
  readonly asset: string
  readonly amount: DecimalText
  /** The group has posting rows, but they say something else. */
  readonly joined: boolean
}

/** Compares the rows of one group: what its witnesses say less what was posted, per wallet and asset. */
export const groupClues = (rows: ReadonlyArray<GroupRow>): ReadonlyArray<Clue> => {
  const settled = rows.filter((row) => !row.posts && row.status === "settled")
  const posted = rows.filter((row) => row.posts && row.status === "settled")
  // Another list tells of the same once more; the same list tells of parts (the fills of an order).
  const witness = settled.find((row) => row.postings.length > 0)
  const parts = settled.filter((row) => row.stream === witness?.stream)
  // A witness without postings (a fill on margin) proves that it happened, and says nothing of amounts: nor do its group's.
  if (witness === undefined || parts.some((row) => row.postings.length === 0)) return []
  const missing = new Map<string, { wallet: string; asset: string; amount: DecimalText }>()
  const add = (posting: Posting, amount: DecimalText) => {
    const name = key(posting.wallet, posting.asset)
    const before = missing.get(name)?.amount ?? Decimal.zero
    missing.set(name, { wallet: posting.wallet, asset: posting.asset, amount: Decimal.add(before, amount) })
  }
  for (const part of parts) for (const posting of part.postings) add(posting, posting.amount)
  for (const row of posted) for (const posting of row.postings) add(posting, Decimal.negate(posting.amount))
  return [...missing.values()]
    .filter(({ amount }) => !Decimal.isZero(amount))
    .map((one) => ({ ...one, groupId: witness.groupId, at: posted[0]?.at ?? witness.at, joined: posted.length > 0 }))
}
