/** The two ways in which most cases judge: against the acts, and against the run in which nothing went wrong. */
import { type Act, addExact, type Exact, type FaultRule, formatExact, readExact, zeroExact } from "@caudal/exchange/simulator"
import { must, type Subject } from "./Case.ts"
import { netOf, postingStreams } from "./histories.ts"
import { type Book, difference, falseClaim } from "./rig/Book.ts"
import { type Rig, type RigOptions, withRig } from "./rig/Rig.ts"

/** Every stream was read to its end and the books are proved. */
export const mustBeProved = (book: Book): void => {
  for (const { stream, state, failure } of book.streams)
    must(
      state === "complete",
      () => `${stream} is ${state} although nothing went wrong${failure === null ? "" : ` (${failure.code}: ${failure.message})`}`
    )
  const { state, reason, lines } = book.certificate
  const line = lines.find((one) => one.state !== "proved")
  must(
    state === "proved",
    () =>
      `the books ${state === "differs" ? "do not add up" : `are ${state}`}: ${unread(book)}${line?.reason ?? reason ?? "no reason given"}`
  )
}

/** Rows that the adapter put aside, before whatever follows from it that they are missing. */
const unread = ({ streams, unread: why }: Book): string =>
  streams
    .filter(({ quarantined }) => quarantined > 0)
    .map(({ stream, quarantined }) => `${stream} put ${quarantined} rows aside (the last one because ${why}); `)
    .join("")

/** At each instant, as the coarsest list tells it, the postings add up to what happened then, and nothing is posted at any other. */
export const mustAddUp = (book: Book, acts: ReadonlyArray<Act>, { adapter: { manifest }, simulator }: Subject): void => {
  const granularity = Math.max(1, ...postingStreams(manifest).map((spec) => spec.granularityMs))
  const net = netOf(acts, manifest.wallets[0] ?? "", granularity, simulator.codeOf ?? ((asset) => asset))
  const posted = new Map<number, Map<string, Exact>>()
  for (const event of book.events) {
    if (event.status !== "settled") continue
    const at = Math.floor(event.at / granularity) * granularity
    must(net.has(at), () => `a ${event.kind} is dated ${instant(event.at)}, when nothing happened`)
    const sums = posted.get(at) ?? new Map<string, Exact>()
    posted.set(at, sums)
    for (const { wallet, asset, amount } of event.postings) {
      const key = `${wallet} ${asset}`
      sums.set(key, addExact(sums.get(key) ?? zeroExact, readExact(amount)!))
    }
  }
  for (const [at, sums] of net) {
    for (const key of new Set([...sums.keys(), ...(posted.get(at)?.keys() ?? [])])) {
      const should = formatExact(sums.get(key) ?? zeroExact)
      const is = formatExact(posted.get(at)?.get(key) ?? zeroExact)
      must(is === should, () => `at ${instant(at)} the postings of ${key} add up to ${is}, but ${should} is what happened`)
    }
  }
}

const instant = (at: number): string => (Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : String(at))

/** Read without any fault, the history is proved and adds up. Gives its book. */
export const mustRead = (subject: Subject, acts: ReadonlyArray<Act>, options: Omit<RigOptions, "acts"> = {}): Promise<Book> =>
  withRig(subject, { ...options, acts }, async (rig) => {
    await rig.connect()
    const book = await rig.book()
    if (book.certificate.state === "unproved") {
      // one run more has seen where the lists end, and can say by how much the books differ
      await rig.sync()
      mustBeProved(await rig.book())
    }
    mustBeProved(book)
    mustAddUp(book, acts, subject)
    return book
  })

const calm = new WeakMap<Subject, Map<string, Promise<Book>>>()

/** The book of an undisturbed run; each history is read once. */
export const calmBook = (subject: Subject, acts: ReadonlyArray<Act>): Promise<Book> => {
  const books = calm.get(subject) ?? new Map<string, Promise<Book>>()
  calm.set(subject, books)
  const key = JSON.stringify(acts)
  const book = books.get(key) ?? mustRead(subject, acts)
  books.set(key, book)
  return book
}

export interface Disturbance extends Omit<RigOptions, "acts" | "faults"> {
  /** Faults of the first sync; they are gone afterwards. */
  readonly faults?: ReadonlyArray<FaultRule>
  /** Done before the first sync. */
  readonly prepare?: (rig: Rig) => void
  /** Looked at after the first sync. */
  readonly meanwhile?: (rig: Rig, book: Book) => void | Promise<void>
}

/**
 * Whatever went wrong, after a calm sync the book is the calm run's; and until then nothing is claimed that is not so.
 */
export const mustSurvive = async (
  subject: Subject,
  acts: ReadonlyArray<Act>,
  { prepare, meanwhile, ...options }: Disturbance
): Promise<void> => {
  const whole = await calmBook(subject, acts)
  await withRig(subject, { ...options, acts }, async (rig) => {
    prepare?.(rig)
    await rig.connect()
    const first = await rig.book()
    const claim = falseClaim(first, whole)
    must(claim === null, () => `after the disturbed sync ${claim}`)
    await meanwhile?.(rig, first)
    await rig.recover()
    const last = await rig.book()
    const differs = difference(last, whole)
    must(differs === null, () => `after everything was well again, ${differs}`)
    mustBeProved(last)
  })
}
