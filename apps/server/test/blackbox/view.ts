/** What these tests ask about a connection, its holdings and its export. */
const problem = "__typename code who retry message exchangeCode whatToDo"

export const connectionFields = `id status lastSyncedAt nextSyncAt accountKey keyFingerprint
  failure { ${problem} }
  rights { reads { name answer } }
  streams { name state role rows quarantined staleSince watermark failure { ${problem} } coverage { from to state reason } }
  progress { running phase callsDone rowsStored pausedUntil streams { name state } }
  notices { code count names who message whatToDo }
  certificate { state reason quarantined unrecognised unjoined
    lines { asset { code } state opening postings reported difference reason interval { from to precision } implied { at quantity } asserted { quantity } } }`

interface ProblemView {
  readonly __typename: string
  readonly code: string
  readonly who: string
  readonly retry: string
  readonly message: string
  readonly exchangeCode: string | null
  readonly whatToDo: string
}

interface StreamView {
  readonly name: string
  readonly state: string
  readonly role: string
  readonly rows: number
  readonly quarantined: number
  readonly staleSince: string | null
  readonly watermark: string | null
  readonly failure: ProblemView | null
  readonly coverage: ReadonlyArray<{
    readonly from: string | null
    readonly to: string
    readonly state: string
    readonly reason: string | null
  }>
}

interface LineView {
  readonly asset: { readonly code: string }
  readonly state: string
  readonly opening: string | null
  readonly postings: string
  readonly reported: string | null
  readonly difference: string | null
  readonly reason: string | null
  readonly interval: { readonly from: string | null; readonly to: string | null; readonly precision: string } | null
  readonly implied: { readonly at: string; readonly quantity: string } | null
  readonly asserted: { readonly quantity: string } | null
}

export interface ConnectionView {
  readonly id: string
  readonly status: string
  readonly lastSyncedAt: string | null
  readonly nextSyncAt: string | null
  readonly accountKey: string
  readonly keyFingerprint: string
  readonly failure: ProblemView | null
  readonly rights: { readonly reads: ReadonlyArray<{ readonly name: string; readonly answer: string }> }
  readonly streams: ReadonlyArray<StreamView>
  readonly progress: {
    readonly running: boolean
    readonly phase: string
    readonly callsDone: number
    readonly rowsStored: number
    readonly pausedUntil: string | null
  }
  readonly notices: ReadonlyArray<
    Pick<ProblemView, "code" | "who" | "message" | "whatToDo"> & { readonly count: number; readonly names: ReadonlyArray<string> }
  >
  readonly certificate: {
    readonly state: string
    readonly reason: string | null
    readonly quarantined: number
    readonly unrecognised: number
    readonly unjoined: number
    readonly lines: ReadonlyArray<LineView>
  }
}

export const streamOf = (connection: ConnectionView, name: string): StreamView => {
  const found = connection.streams.find((stream) => stream.name === name)
  if (found === undefined) throw new Error(`no stream ${name}`)
  return found
}

export interface ExportedEvent {
  readonly stream: string
  readonly externalId: string
  readonly kind: string
  readonly at: string
  readonly groupId: string | null
  readonly postings: ReadonlyArray<{ readonly asset: string; readonly amount: string }>
  readonly price: unknown
  readonly transfer: unknown
  readonly witnesses: ReadonlyArray<{ readonly stream: string; readonly externalId: string }>
}

export const eventsOf = (exported: string): ReadonlyArray<ExportedEvent> =>
  exported === ""
    ? []
    : exported
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as ExportedEvent)

/** Thirty decimals are more than any row of these accounts has. A sum of its own: the product's is what is being judged. */
const scale = 30

const unitsOf = (text: string): bigint => {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".")
  const units = BigInt(whole + fraction.padEnd(scale, "0"))
  return text.startsWith("-") ? -units : units
}

const textOf = (units: bigint): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0")
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, "")
  return units < 0n ? `-${text}` : text
}

/** Sum of all postings of an export, per asset; assets that sum to zero are left out. */
export const sumsOf = (events: ReadonlyArray<ExportedEvent>): Record<string, string> => {
  const sums = new Map<string, bigint>()
  for (const { postings } of events) for (const { asset, amount } of postings) sums.set(asset, (sums.get(asset) ?? 0n) + unitsOf(amount))
  return Object.fromEntries([...sums].filter(([, units]) => units !== 0n).map(([asset, units]) => [asset, textOf(units)]))
}
