/** Times functions in turns, so that whatever else the machine does slows all of them alike. */
export interface Effort {
  /** Figures per body. */
  readonly rounds: number
  /** Each figure is the mean over as many calls as fit into this. */
  readonly sampleMs: number
  /** Rounds thrown away first, while the engine still compiles. */
  readonly warmUp: number
}

/** Short, so that on a busy machine most figures are of a time without interruption. */
const usual: Effort = { rounds: 121, sampleMs: 2, warmUp: 20 }

/** Nanoseconds per call, round by round, for each body in the order given. The order within a round alternates. */
export const inTurns = (bodies: ReadonlyArray<() => unknown>, effort: Effort = usual): ReadonlyArray<ReadonlyArray<number>> => {
  const timed = bodies.map((body) => ({ body, calls: callsIn(effort.sampleMs, body), figures: [] as Array<number> }))
  for (let round = -effort.warmUp; round < effort.rounds; round++) {
    for (const { body, calls, figures } of round % 2 === 0 ? timed : timed.toReversed()) {
      const figure = nanosecondsPerCall(body, calls)
      if (round >= 0) figures.push(figure)
    }
  }
  return timed.map(({ figures }) => figures)
}

/** What the bodies return is kept, so that the engine cannot leave the work out. */
const sink: { result?: unknown } = {}

/** By the clock on the wall: processor time also counts the threads of the collector and the compiler, which run beside the body. */
const nanosecondsPerCall = (body: () => unknown, calls: number): number => {
  const start = process.hrtime.bigint()
  for (let call = 0; call < calls; call++) sink.result = body()
  return Number(process.hrtime.bigint() - start) / calls
}

/** Doubles the calls until they take long enough to be timed; compiles the body on the way. */
const callsIn = (ms: number, body: () => unknown): number => {
  for (let calls = 1; ; calls *= 2) if (nanosecondsPerCall(body, calls) * calls >= ms * 1e6) return calls
}
