/** Prices of the past: what exchanges told everybody, and what owners imported. */
import type { Candle, DecimalText } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { OwnerId } from "../Ids.ts"
import type { RateKind } from "../prices/HistoricPrice.ts"
import { Batch, type Insert } from "./Batch.ts"

/** What exchanges tell the public belongs to nobody. */
export const everybody = OwnerId(0)

export interface SeriesKey {
  readonly owner: OwnerId
  /** Id of the exchange, or the name that its owner gave the file. */
  readonly source: string
  /** Empty where it is no market. */
  readonly market: string
  readonly kind: RateKind
  /** As the exchange prints them; of a file: asset ids. */
  readonly base: string
  readonly quote: string
  readonly spanMs: number
}

/** Half-open, epoch milliseconds. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface StoredSeries extends SeriesKey {
  readonly id: number
  readonly prices: number
  /** When the newest of its prices was stored. */
  readonly storedAt: number
  /** Of its first and last price; `null` where it has none. */
  readonly first: number | null
  readonly last: number | null
  /** What was asked for and answered, joined, by time. */
  readonly covered: ReadonlyArray<Stretch>
}

/** Column by column: a history is long. */
export interface Closes {
  readonly at: ReadonlyArray<number>
  readonly close: ReadonlyArray<DecimalText>
  readonly volume: ReadonlyArray<DecimalText | null>
}

interface SeriesRow {
  series_id: number
  owner_id: number
  source: string
  market: string
  kind: RateKind
  base: string
  quote: string
  span_ms: number
  stored_at: number
  prices: number
  first: number | null
  last: number | null
}

interface StretchRow extends Stretch {
  series_id: number
}

const rows: Insert = {
  table: "price",
  columns: ["series_id", "at", "open", "high", "low", "close", "volume"],
  orElse:
    "ON CONFLICT (series_id, at) DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume"
}

/** Stretches that touch are one. */
export const joined = (stretches: ReadonlyArray<Stretch>): ReadonlyArray<Stretch> => {
  const result: Array<Stretch> = []
  for (const next of [...stretches].filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && next.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, next.to) }
    else result.push({ from: next.from, to: next.to })
  }
  return result
}

/** A code that an owner's account has moved or held. */
export interface SeenCode {
  readonly exchange: string
  readonly asset: string
  /** The owner's first row of all. */
  readonly since: number
}

export class PriceStore extends Context.Service<
  PriceStore,
  {
    /** Everybody's series and the owner's. */
    readonly series: (owner: OwnerId) => Effect.Effect<ReadonlyArray<StoredSeries>, SqlError.SqlError>
    /** What of one series was asked for and answered, by time. */
    readonly covered: (key: SeriesKey) => Effect.Effect<ReadonlyArray<Stretch>, SqlError.SqlError>
    /** By series, those that begin in `[from, to)`, by time. */
    readonly closes: (ids: ReadonlyArray<number>, range: Stretch) => Effect.Effect<ReadonlyMap<number, Closes>, SqlError.SqlError>
    /** Adds prices and what they cover, together or not at all. */
    readonly add: (
      key: SeriesKey,
      prices: ReadonlyArray<Candle>,
      covered: Stretch,
      storedAt: number
    ) => Effect.Effect<void, SqlError.SqlError>
    /** Several changes at once: all or none. */
    readonly together: <A, E, R>(changes: Effect.Effect<A, E, R>) => Effect.Effect<A, E | SqlError.SqlError, R>
    /** Of one owner, or of all. */
    readonly seen: (owner: OwnerId | null) => Effect.Effect<ReadonlyArray<SeenCode>, SqlError.SqlError>
    /** Takes away all that an owner imported under a name; whether there was anything. */
    readonly remove: (owner: OwnerId, source: string) => Effect.Effect<boolean, SqlError.SqlError>
  }
>()("@caudal/engine/storage/PriceStore") {
  static readonly layer = Layer.effect(
    PriceStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const batch = yield* Batch

      const idOf = Effect.fnUntraced(function* ({ owner, source, market, kind, base, quote, spanMs }: SeriesKey, storedAt: number) {
        const [row] = yield* sql<{
          series_id: number
        }>`INSERT INTO price_series (owner_id, source, market, kind, base, quote, span_ms, stored_at)
          VALUES (${owner}, ${source}, ${market}, ${kind}, ${base}, ${quote}, ${spanMs}, ${storedAt})
          ON CONFLICT (owner_id, source, market, kind, base, quote, span_ms) DO UPDATE SET stored_at = excluded.stored_at
          RETURNING series_id`
        return row!.series_id
      })

      const cover = Effect.fnUntraced(function* (series: number, stretch: Stretch) {
        const known = yield* sql<Stretch>`SELECT from_at AS "from", to_at AS "to" FROM price_coverage WHERE series_id = ${series}`
        yield* sql`DELETE FROM price_coverage WHERE series_id = ${series}`
        for (const { from, to } of joined([...known, stretch]))
          yield* sql`INSERT INTO price_coverage (series_id, from_at, to_at) VALUES (${series}, ${from}, ${to})`
      })

      return PriceStore.of({
        series: Effect.fnUntraced(function* (owner) {
          const all = yield* sql<SeriesRow>`SELECT series_id, owner_id, source, market, kind, base, quote, span_ms, stored_at,
              (SELECT count(*) FROM price WHERE price.series_id = price_series.series_id) AS prices,
              (SELECT min(at) FROM price WHERE price.series_id = price_series.series_id) AS first,
              (SELECT max(at) FROM price WHERE price.series_id = price_series.series_id) AS last
            FROM price_series WHERE owner_id IN (${everybody}, ${owner}) ORDER BY owner_id, source, market, kind, base, quote, span_ms`
          const stretches =
            yield* sql<StretchRow>`SELECT series_id, from_at AS "from", to_at AS "to" FROM price_coverage ORDER BY series_id, from_at`
          const covered = Map.groupBy(stretches, ({ series_id }) => series_id)
          return all.map((row): StoredSeries => ({
            id: row.series_id,
            owner: OwnerId(row.owner_id),
            source: row.source,
            market: row.market,
            kind: row.kind,
            base: row.base,
            quote: row.quote,
            spanMs: row.span_ms,
            storedAt: row.stored_at,
            prices: row.prices,
            first: row.first,
            last: row.last,
            covered: (covered.get(row.series_id) ?? []).map(({ from, to }) => ({ from, to }))
          }))
        }),
        covered: ({ owner, source, market, kind, base, quote, spanMs }) =>
          sql<Stretch>`SELECT from_at AS "from", to_at AS "to" FROM price_series JOIN price_coverage USING (series_id)
            WHERE owner_id = ${owner} AND source = ${source} AND market = ${market} AND kind = ${kind} AND base = ${base} AND quote = ${quote}
              AND span_ms = ${spanMs} ORDER BY from_at`,
        closes: Effect.fnUntraced(function* (ids, { from, to }) {
          if (ids.length === 0) return new Map()
          // One text per column and series: rows of objects cost more to make than their prices to use.
          const found = yield* sql<{ series_id: number; at: string; close: string; volume: string }>`SELECT series_id,
              json_group_array(at) AS at, json_group_array(close) AS close, json_group_array(volume) AS volume
            FROM (SELECT series_id, at, close, volume FROM price WHERE series_id IN ${sql.in(ids)} AND at >= ${from} AND at < ${to} ORDER BY series_id, at)
            GROUP BY series_id`
          return new Map(
            found.map((row): readonly [number, Closes] => [
              row.series_id,
              { at: JSON.parse(row.at), close: JSON.parse(row.close), volume: JSON.parse(row.volume) }
            ])
          )
        }),
        add: (key, prices, covered, storedAt) =>
          Effect.gen(function* () {
            const id = yield* idOf(key, storedAt)
            yield* batch.insert(
              rows,
              prices.map(({ at, open, high, low, close, volume }) => [id, at, open, high, low, close, volume])
            )
            yield* cover(id, covered)
          }).pipe(sql.withTransaction),
        together: sql.withTransaction,
        seen: (owner) =>
          sql<SeenCode>`SELECT DISTINCT connection.exchange, seen_asset.asset, first.since
            FROM seen_asset JOIN connection ON connection.owner_id = seen_asset.owner_id AND connection.connection_id = seen_asset.connection_id
            JOIN (SELECT owner.owner_id, (SELECT min(at) FROM event
                WHERE event.owner_id = owner.owner_id AND event.is_current = 1 AND event.posts = 1) AS since FROM owner) AS first
              ON first.owner_id = seen_asset.owner_id
            WHERE first.since IS NOT NULL AND ${owner === null ? sql`1 = 1` : sql`seen_asset.owner_id = ${owner}`}
            ORDER BY connection.exchange, seen_asset.asset`,
        remove: (owner, source) =>
          Effect.gen(function* () {
            const gone = yield* sql<{
              series_id: number
            }>`DELETE FROM price_series WHERE owner_id = ${owner} AND source = ${source} RETURNING series_id`
            if (gone.length === 0) return false
            const ids = gone.map(({ series_id }) => series_id)
            yield* sql`DELETE FROM price WHERE series_id IN ${sql.in(ids)}`
            yield* sql`DELETE FROM price_coverage WHERE series_id IN ${sql.in(ids)}`
            return true
          }).pipe(sql.withTransaction)
      })
    })
  )
}
