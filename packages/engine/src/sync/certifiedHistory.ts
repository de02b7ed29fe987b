/** What the certificate found, said of the time that it is about: nothing is called known where rows are known to be missing. */
import type { Certificate } from "../books/Books.ts"
import type { CoverageInterval } from "./Connections.ts"
import { repaint } from "./coverage.ts"

/** Coverage of a posting stream in the light of the certificate. */
export const certified = (
  coverage: ReadonlyArray<CoverageInterval>,
  certificate: Pick<Certificate, "historyFrom" | "lines"> | null
): ReadonlyArray<CoverageInterval> => {
  if (certificate === null) return coverage
  const { historyFrom, lines } = certificate
  const older = repaint(coverage, 0, historyFrom ?? 0, {
    state: "lost-at-source",
    reason: "the account is older than the history that the exchange gives out"
  })
  return lines.reduce(
    (parts, { state, asset, interval }) =>
      state !== "differs" || interval === null
        ? parts
        : repaint(parts, interval.from ?? 0, interval.to ?? Number.POSITIVE_INFINITY, {
            state: "unknown",
            reason: `the books of ${asset} differ from the balances here: rows are missing or altered (see the certificate)`
          }),
    older
  )
}
