/** The last ticker of each market of each exchange. */
import type { DecimalText, Ticker } from "@caudal/exchange"
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"

export interface Quote {
  readonly exchange: string
  readonly market: string
  readonly base: string
  readonly quote: string
  readonly bid: DecimalText | null
  readonly ask: DecimalText | null
  readonly last: DecimalText | null
  readonly at: number
}

export class QuoteStore extends Context.Service<
  QuoteStore,
  {
    readonly all: (exchange: string) => Effect.Effect<ReadonlyArray<Quote>, SqlError.SqlError>
    /** Takes the place of what there was: a market that is no longer listed has no price. An empty list says nothing. */
    readonly put: (exchange: string, at: number, tickers: ReadonlyArray<Ticker>) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/QuoteStore") {
  static readonly layer = Layer.effect(
    QuoteStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return QuoteStore.of({
        all: (exchange) =>
          sql<Quote>`SELECT exchange, market, base, quote, bid, ask, last, at FROM quote WHERE exchange = ${exchange} ORDER BY market`,
        put: (exchange, at, tickers) =>
          Effect.gen(function* () {
            if (tickers.length === 0) return
            yield* sql`DELETE FROM quote WHERE exchange = ${exchange}`
            for (const ticker of tickers)
              yield* sql`INSERT INTO quote (exchange, market, base, quote, bid, ask, last, at)
                VALUES (${exchange}, ${ticker.market}, ${ticker.base}, ${ticker.quote}, ${ticker.bid}, ${ticker.ask}, ${ticker.last}, ${at})
                ON CONFLICT (exchange, market) DO UPDATE SET bid = excluded.bid, ask = excluded.ask, last = excluded.last, at = excluded.at`
          }).pipe(sql.withTransaction)
      })
    })
  )
}
