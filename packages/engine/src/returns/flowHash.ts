/** Names what performance depends on: the same rows, identities, zone, prices and version give the same hash in any database. */
import type { FlowProjection } from "./FlowProjection.ts"

/** `sha256` is given: digests are made in one place of the engine, and this is not it. */
export const flowHash = (sha256: (text: string) => string, projection: FlowProjection, pricesHash: string): string => {
  const { version, timeZone, assets, trades, gaps } = projection
  const lines = [
    ["flows", version, timeZone],
    ...[...assets].flatMap(([id, { scale, columns }]) =>
      columns.flatMap(({ account, moves }) =>
        moves.map(({ day, external, transfer, income, fee, tradeFee, rebate, traded }) => [
          id,
          scale,
          account,
          day,
          ...[external, transfer, income, fee, tradeFee, rebate, traded].map(String)
        ])
      )
    ),
    ...trades.map(({ day, account, given, got, givenUnits, gotUnits, fees }) => [
      "trade",
      day,
      account,
      given,
      got,
      String(givenUnits),
      String(gotUnits),
      [...fees].map(([id, units]) => [id, String(units)] as const).sort(([a], [b]) => (a < b ? -1 : 1))
    ]),
    ...gaps.map(({ code, asset, day, count }) => ["gap", code, asset, day, count]),
    ["prices", pricesHash]
  ]
  return sha256(lines.map((line) => JSON.stringify(line)).join("\n"))
}
