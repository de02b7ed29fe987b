/**
 * Stores many rows by a prepared statement. A statement with thousands of parameters, made anew for each page, costs
 * more to put together and to compile than its rows cost to store.
 */
import { Context, type Effect } from "effect"
import type { SqlError } from "effect/sql"

export type Value = string | number | null | Uint8Array

/** A table with the columns that its rows name, in order; `orElse` says what happens to a row that is there. */
export interface Insert {
  readonly table: string
  readonly columns: ReadonlyArray<string>
  readonly orElse?: string
}

export class Batch extends Context.Service<
  Batch,
  {
    /** Only within a transaction: with it, all rows are stored or none. The same `insert` each time: statements are kept by it. */
    readonly insert: (insert: Insert, rows: ReadonlyArray<ReadonlyArray<Value>>) => Effect.Effect<void, SqlError.SqlError>
    /** Runs one statement for each row of parameters. */
    readonly each: (statement: string, rows: ReadonlyArray<ReadonlyArray<Value>>) => Effect.Effect<void, SqlError.SqlError>
  }
>()("@caudal/engine/storage/Batch") {}
