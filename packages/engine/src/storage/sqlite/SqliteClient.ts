/** Effect's SqlClient on Node's own SQLite. One connection, WAL, every commit synced to disk, deleted rows overwritten. */
import { resolve } from "node:path"
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"
import { Context, Effect, Layer, Semaphore, Stream } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql"
import { Batch, type Insert } from "../Batch.ts"

/** How many prepared statements are kept; bulk inserts of odd row counts come and go. */
const statementCacheSize = 200

const sqlError = (operation: string) => (cause: unknown) => {
  // classifySqliteError looks for `errno`, node:sqlite calls it `errcode`
  const coded = cause as { errcode?: number; errno?: number; message?: string }
  if (typeof coded.errcode === "number" && coded.errno === undefined) coded.errno = coded.errcode
  return new SqlError.SqlError({
    reason: SqlError.classifySqliteError(cause, { message: `sqlite ${operation}: ${coded.message}`, operation })
  })
}

/**
 * A page of history touches many index pages at random: a checkpoint every 16 MB writes each of them once instead of
 * once a commit.
 */
const pragmas =
  "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=4000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY"

const prepared = (db: DatabaseSync, settings: string): DatabaseSync => {
  db.exec(settings)
  // SQLite's own only knows ASCII; who looks for "niño" means "NIÑO", too
  db.function("lower", { deterministic: true }, (text) => (typeof text === "string" ? text.toLowerCase() : text))
  return db
}

/** Opens the file; the caller sees the driver's own error, which carries SQLite's code. */
export const open = (filename: string): DatabaseSync => prepared(new DatabaseSync(filename, { timeout: 5000 }), pragmas)

/**
 * Opens it without the means to change it. `immutable`: nor a lock or a file beside it, which is only sound while nobody
 * writes to it.
 */
export const openToRead = (filename: string, immutable: boolean): DatabaseSync => {
  const path = resolve(filename).split("/").map(encodeURIComponent).join("/")
  const url = new URL(`file://${path}${immutable ? "?immutable=1" : ""}`)
  return prepared(new DatabaseSync(url, { timeout: 5000, readOnly: true }), "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY")
}

const bind = (params: ReadonlyArray<unknown>): Array<SQLInputValue> =>
  params.map((value) => (typeof value === "boolean" ? (value ? 1 : 0) : value)) as Array<SQLInputValue>

const makeConnection = (db: DatabaseSync): SqlConnection.Connection => {
  const cache = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    let statement = cache.get(sql)
    if (statement === undefined) {
      statement = db.prepare(sql)
      if (cache.size >= statementCacheSize) cache.delete(cache.keys().next().value!)
    } else cache.delete(sql)
    cache.set(sql, statement) // most recently used last
    return statement
  }
  const run = <Row = never>(sql: string, params: ReadonlyArray<unknown>, mode: "rows" | "raw" | "values" | "unprepared") =>
    Effect.try({
      try: (): ReadonlyArray<Row> => {
        const own = mode === "values" || mode === "unprepared"
        const statement = own ? db.prepare(sql) : prepare(sql)
        if (mode === "values") statement.setReturnArrays(true)
        if (statement.columns().length > 0) return statement.all(...bind(params)) as unknown as ReadonlyArray<Row>
        const result = statement.run(...bind(params))
        return mode === "raw" ? (result as never) : []
      },
      catch: sqlError("execute")
    })
  return {
    execute: (sql, params, transform) => (transform ? Effect.map(run(sql, params, "rows"), transform) : run(sql, params, "rows")),
    executeRaw: (sql, params) => run(sql, params, "raw"),
    executeValues: (sql, params) => run(sql, params, "values"),
    executeValuesUnprepared: (sql, params) => run(sql, params, "values"),
    executeUnprepared: (sql, params, transform) =>
      transform ? Effect.map(run(sql, params, "unprepared"), transform) : run(sql, params, "unprepared"),
    executeStream: (sql, params) => Stream.unwrap(Effect.map(run(sql, params, "rows"), Stream.fromIterable))
  }
}

export const make = (db: DatabaseSync) =>
  Effect.gen(function* () {
    const semaphore = yield* Semaphore.make(1)
    const { acquirer, borrower, transactionAcquirer, onCommitFailure, isTransaction } = SqlClient.makeSqliteAcquirers({
      connection: Effect.succeed(makeConnection(db)),
      semaphore,
      isTransaction: () => db.isTransaction
    })
    return yield* SqlClient.make({
      acquirer,
      borrower,
      transactionAcquirer,
      onCommitFailure,
      isTransaction,
      compiler: Statement.makeCompilerSqlite(),
      driver: "node-sqlite",
      beginTransaction: "BEGIN IMMEDIATE",
      spanAttributes: [["db.system.name", "sqlite"]]
    })
  })

/** Rows that one statement of a batch takes: more of them gain nothing. */
const rowsOfInsert = 16

const makeBatch = (db: DatabaseSync): typeof Batch.Service => {
  const texts = new Map<string, StatementSync>()
  const inserts = new Map<Insert, { readonly one: StatementSync; readonly many: StatementSync }>()
  const insertOf = (insert: Insert) => {
    const known = inserts.get(insert)
    if (known !== undefined) return known
    const row = `(${insert.columns.map(() => "?").join(", ")})`
    const of = (rows: number) =>
      db.prepare(
        `INSERT INTO ${insert.table} (${insert.columns.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")} ${insert.orElse ?? ""}`
      )
    const made = { one: of(1), many: of(rowsOfInsert) }
    inserts.set(insert, made)
    return made
  }
  return {
    insert: (insert, rows) =>
      Effect.try({
        try: () => {
          const { one, many } = insertOf(insert)
          let i = 0
          for (; i + rowsOfInsert <= rows.length; i += rowsOfInsert) many.run(...rows.slice(i, i + rowsOfInsert).flat())
          for (; i < rows.length; i++) one.run(...rows[i]!)
        },
        catch: sqlError("insert")
      }),
    each: (text, rows) =>
      Effect.try({
        try: () => {
          const statement = texts.get(text) ?? db.prepare(text)
          texts.set(text, statement)
          for (const row of rows) statement.run(...row)
        },
        catch: sqlError("execute")
      })
  }
}

/** The client over an opened database, closed with the scope. */
export const layer = (db: DatabaseSync) =>
  Layer.effectContext(
    Effect.gen(function* () {
      yield* Effect.addFinalizer(() => Effect.sync(() => db.close()))
      return Context.make(SqlClient.SqlClient, yield* make(db)).pipe(Context.add(Batch, makeBatch(db)))
    })
  ).pipe(Layer.provide(Reactivity.layer))
