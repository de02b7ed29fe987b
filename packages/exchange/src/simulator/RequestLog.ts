/** Every request a simulator got, in order, without anything secret. The oldest entries go when the log is full. */
export interface RequestEntry {
  /** Counts from 1 over the whole life of the simulator. */
  readonly n: number
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  /** Which read it was; `null` for a path that is none. */
  readonly endpoint: string | null
  readonly marker: string | null
  /** The HTTP status answered; 0 when the connection was cut without one. */
  readonly status: number
  /** The exchange's error code answered. */
  readonly code: string | null
  readonly nonce: string | null
  /** Whether the nonce was above all earlier ones of the key; `null` without a nonce. */
  readonly nonceRose: boolean | null
  readonly insideLockout: boolean
  /** The faults of the plan that fired, joined by `+`. */
  readonly fault: string | null
}

export interface RequestCounts {
  readonly total: number
  readonly byEndpoint: Readonly<Record<string, number>>
  readonly byStatus: Readonly<Record<string, number>>
  readonly byFault: Readonly<Record<string, number>>
  readonly insideLockout: number
  readonly nonceViolations: number
  /** Anything that is no read: a read-only client must keep this at 0. */
  readonly writes: number
}

export interface RequestReport {
  readonly requests: ReadonlyArray<RequestEntry>
  readonly counts: RequestCounts
}

export interface RequestLog {
  readonly add: (entry: Omit<RequestEntry, "n">) => void
  readonly report: () => RequestReport
  readonly clear: () => void
}

/** Where an exchange offers reads only as POST, `isWrite` says which requests are none. */
export const makeRequestLog = (
  capacity = 200_000,
  isWrite: (entry: RequestEntry) => boolean = ({ method }) => method !== "GET"
): RequestLog => {
  let n = 0
  let entries: Array<RequestEntry> = []
  /** Where the ring starts once it is full. */
  let head = 0
  const noCounts = () => ({
    total: 0,
    byEndpoint: {} as Record<string, number>,
    byStatus: {} as Record<string, number>,
    byFault: {} as Record<string, number>,
    insideLockout: 0,
    nonceViolations: 0,
    writes: 0
  })
  let counts = noCounts()
  const count = (group: Record<string, number>, key: string): void => {
    group[key] = (group[key] ?? 0) + 1
  }
  return {
    add: (fields) => {
      const entry: RequestEntry = { n: ++n, ...fields }
      if (entries.length < capacity) entries.push(entry)
      else {
        entries[head] = entry
        head = (head + 1) % capacity
      }
      counts.total++
      count(counts.byEndpoint, entry.endpoint ?? "unknown")
      count(counts.byStatus, String(entry.status))
      for (const fault of entry.fault?.split("+") ?? []) count(counts.byFault, fault)
      if (entry.insideLockout) counts.insideLockout++
      if (entry.nonceRose === false) counts.nonceViolations++
      if (isWrite(entry)) counts.writes++
    },
    report: () => ({ requests: [...entries.slice(head), ...entries.slice(0, head)], counts: structuredClone(counts) }),
    clear: () => {
      entries = []
      head = 0
      counts = noCounts()
    }
  }
}
