/** A return of a day (both closes at the same hour). */
export interface DatedReturn {
  readonly date: string
  readonly return: number
}

/** The days that both series have, in order: a day that one of them misses is dropped, never filled with zero. */
export const onCommonDays = (
  ours: ReadonlyArray<DatedReturn>,
  market: ReadonlyArray<DatedReturn>
): { readonly dates: ReadonlyArray<string>; readonly returns: ReadonlyArray<number>; readonly benchmark: ReadonlyArray<number> } => {
  const theirs = new Map(market.map((each) => [each.date, each.return]))
  const common = ours.filter(({ date }) => theirs.has(date)).sort((a, b) => (a.date < b.date ? -1 : 1))
  return {
    dates: common.map(({ date }) => date),
    returns: common.map((each) => each.return),
    benchmark: common.map(({ date }) => theirs.get(date)!)
  }
}
