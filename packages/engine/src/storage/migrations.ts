/**
 * The database's shape, step by step. A step that has shipped is never edited. Amounts are text (NUMERIC in PostgreSQL
 * when it comes), instants are epoch milliseconds, JSON columns hold what is only ever read as a whole.
 */
import { Effect } from "effect"
import { Migrator, SqlClient } from "effect/sql"

const statements = (...ddl: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const statement of ddl) yield* sql.unsafe(statement)
  })

/**
 * Without statistics SQLite takes (owner, connection) for selective and reads a whole account to find one group. These
 * stand for a large account and are the same in every installation, so that plans do not depend on when somebody
 * happened to run ANALYZE.
 */
const plannerStatistics = [
  `ANALYZE`,
  `DELETE FROM sqlite_stat1`,
  `INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('event', 'sqlite_autoindex_event_1', '1000000 500000 250000 1'),
    ('event', 'event_order', '600000 300000 2 2'),
    ('event', 'event_group', '1000000 500000 250000 3'),
    ('event', 'event_open', '1000 500 250 1')`,
  `ANALYZE sqlite_schema`
]

const migrations: Record<string, Effect.Effect<void, unknown, SqlClient.SqlClient>> = {
  "0001_first": statements(
    `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    `CREATE TABLE owner (owner_id INTEGER PRIMARY KEY, created_at BIGINT NOT NULL, token_hash TEXT)`,
    `CREATE TABLE owner_key (owner_id INTEGER NOT NULL, version INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (owner_id, version))`,
    `CREATE TABLE portfolio (owner_id INTEGER NOT NULL, portfolio_id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (owner_id, portfolio_id))`,
    `CREATE TABLE connection (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, exchange TEXT NOT NULL, account_key TEXT NOT NULL, label TEXT NOT NULL,
      status TEXT NOT NULL, composition TEXT NOT NULL, rights TEXT NOT NULL, consented_at BIGINT, created_at BIGINT NOT NULL,
      credentials_since BIGINT NOT NULL, key_fingerprint TEXT NOT NULL, failure TEXT, last_synced_at BIGINT, next_sync_at BIGINT,
      refusals INTEGER NOT NULL DEFAULT 0, last_run_calls INTEGER,
      PRIMARY KEY (owner_id, connection_id), UNIQUE (owner_id, exchange, account_key))`,
    `CREATE TABLE credential (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, field TEXT NOT NULL, row_version INTEGER NOT NULL, sealed BLOB NOT NULL,
      PRIMARY KEY (owner_id, connection_id, field))`,
    `CREATE TABLE stream (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, stream TEXT NOT NULL, state TEXT NOT NULL, walk TEXT NOT NULL,
      failure TEXT, stale_since BIGINT, row_count INTEGER NOT NULL DEFAULT 0, quarantined_count INTEGER NOT NULL DEFAULT 0,
      unrecognised_count INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (owner_id, connection_id, stream))`,
    `CREATE TABLE archive (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, archive_id INTEGER NOT NULL, endpoint TEXT NOT NULL, request TEXT NOT NULL,
      received_at BIGINT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL,
      PRIMARY KEY (owner_id, connection_id, archive_id))`,
    // `posts`: its stream builds the books (else it is a witness). `joined`: a row of the other role shares its group.
    `CREATE TABLE event (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, seq INTEGER NOT NULL, stream TEXT NOT NULL,
      external_id TEXT NOT NULL, occurrence INTEGER NOT NULL, version INTEGER NOT NULL, is_current INTEGER NOT NULL, posts INTEGER NOT NULL, joined INTEGER NOT NULL,
      kind TEXT NOT NULL, operation TEXT, at BIGINT NOT NULL, rank BIGINT NOT NULL, status TEXT NOT NULL, group_id TEXT, refs TEXT NOT NULL,
      postings TEXT NOT NULL, price TEXT, transfer TEXT, archive_id INTEGER NOT NULL, pointer TEXT NOT NULL,
      PRIMARY KEY (owner_id, connection_id, seq))`,
    `CREATE INDEX event_order ON event (owner_id, at, rank) WHERE is_current = 1 AND posts = 1`,
    `CREATE INDEX event_group ON event (owner_id, connection_id, group_id) WHERE is_current = 1 AND group_id IS NOT NULL`,
    `CREATE INDEX event_open ON event (owner_id, connection_id, at) WHERE is_current = 1 AND posts = 0 AND joined = 0`,
    // Hashes of the identities of events `first_seq` and following: see IdentityIndex.
    `CREATE TABLE event_identity (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, first_seq INTEGER NOT NULL, hashes BLOB NOT NULL,
      PRIMARY KEY (owner_id, connection_id, first_seq)) WITHOUT ROWID`,
    `CREATE TABLE posting_sum (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, wallet TEXT NOT NULL, asset TEXT NOT NULL, amount TEXT NOT NULL,
      PRIMARY KEY (owner_id, connection_id, wallet, asset))`,
    `CREATE TABLE quarantine (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, stream TEXT NOT NULL, fingerprint TEXT NOT NULL, archive_id INTEGER NOT NULL,
      pointer TEXT NOT NULL, reason TEXT NOT NULL, received_at BIGINT NOT NULL,
      PRIMARY KEY (owner_id, connection_id, stream, fingerprint))`,
    // A report that repeats the one before only moves `confirmed_at`.
    `CREATE TABLE balance_report (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, at BIGINT NOT NULL, confirmed_at BIGINT NOT NULL, settled INTEGER NOT NULL,
      complete INTEGER NOT NULL, balances TEXT NOT NULL,
      PRIMARY KEY (owner_id, connection_id, at))`,
    `CREATE TABLE certificate (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, issued_at BIGINT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (owner_id, connection_id))`,
    // Requests are paced across owners, so these are keyed by scope and key, not by owner.
    `CREATE TABLE pause (scope TEXT PRIMARY KEY, until BIGINT NOT NULL, refused_at BIGINT NOT NULL)`,
    `CREATE TABLE nonce (key_id TEXT PRIMARY KEY, ceiling TEXT NOT NULL)`,
    `CREATE TABLE quote (
      exchange TEXT NOT NULL, market TEXT NOT NULL, base TEXT NOT NULL, quote TEXT NOT NULL, bid TEXT, ask TEXT, last TEXT, at BIGINT NOT NULL,
      PRIMARY KEY (exchange, market))`,
    ...plannerStatistics
  ),
  "0002_assets": statements(
    // `own`: symbol, name and kind of an asset that only its owner knows by name.
    `CREATE TABLE asset_correction (
      owner_id INTEGER NOT NULL, correction_id INTEGER NOT NULL, exchange TEXT NOT NULL, code TEXT NOT NULL, from_at BIGINT, to_at BIGINT,
      asset TEXT NOT NULL, own TEXT, corrected_at BIGINT NOT NULL,
      PRIMARY KEY (owner_id, correction_id))`
  ),
  "0003_tracks": statements(
    // One list that a stream consists of; `dimension` is empty where the stream is one list. `failed_at`: since when `failure` has been.
    `CREATE TABLE track (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, stream TEXT NOT NULL, dimension TEXT NOT NULL, walk TEXT NOT NULL,
      failure TEXT, failed_at BIGINT, row_count INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (owner_id, connection_id, stream, dimension)) WITHOUT ROWID`,
    `INSERT INTO track (owner_id, connection_id, stream, dimension, walk, failure, failed_at, row_count)
      SELECT owner_id, connection_id, stream, '', walk, failure, stale_since, row_count FROM stream`,
    `ALTER TABLE stream DROP COLUMN walk`,
    // Up to when it is known which lists a fanned-out stream consists of.
    `ALTER TABLE stream ADD COLUMN listed_to BIGINT`,
    // Codes that the account was ever seen to have moved or held, as printed.
    `CREATE TABLE seen_asset (
      owner_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, asset TEXT NOT NULL,
      PRIMARY KEY (owner_id, connection_id, asset)) WITHOUT ROWID`,
    `INSERT OR IGNORE INTO seen_asset
      SELECT owner_id, connection_id, json_extract(posting.value, '$.asset') FROM event, json_each(event.postings) AS posting`,
    `INSERT OR IGNORE INTO seen_asset
      SELECT owner_id, connection_id, json_extract(balance.value, '$.asset') FROM balance_report, json_each(balance_report.balances) AS balance
      WHERE json_extract(balance.value, '$.total') <> '0'`
  ),
  "0004_archive_seen": statements(
    // When the same reply was last received: it is kept once.
    `ALTER TABLE archive ADD COLUMN seen_at BIGINT`,
    `CREATE INDEX archive_hash ON archive (owner_id, connection_id, hash)`,
    `INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
      ('archive', 'sqlite_autoindex_archive_1', '100000 50000 25000 1'), ('archive', 'archive_hash', '100000 50000 25000 2')`,
    `ANALYZE sqlite_schema`
  ),
  "0005_openings": statements(
    // What an owner says was held at an instant. `version` rises with each change; the last one counts, unless it takes it back.
    `CREATE TABLE opening (
      owner_id INTEGER NOT NULL, opening_id INTEGER NOT NULL, version INTEGER NOT NULL, connection_id INTEGER NOT NULL,
      wallet TEXT NOT NULL, asset TEXT NOT NULL, at BIGINT NOT NULL, quantity TEXT NOT NULL, cost TEXT, acquired_at BIGINT, note TEXT,
      withdrawn INTEGER NOT NULL, asserted_at BIGINT NOT NULL,
      PRIMARY KEY (owner_id, opening_id, version))`,
    // What a certificate was issued on besides rows and balances, so that it can be issued anew without a sync.
    `ALTER TABLE certificate ADD COLUMN grounds TEXT`
  ),
  "0006_prices": statements(
    // Owner 0 stands for everybody: what exchanges tell the public. Else `source` is the name that its owner gave a file.
    `CREATE TABLE price_series (
      series_id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, source TEXT NOT NULL, market TEXT NOT NULL, kind TEXT NOT NULL,
      base TEXT NOT NULL, quote TEXT NOT NULL, span_ms BIGINT NOT NULL, stored_at BIGINT NOT NULL,
      UNIQUE (owner_id, source, market, kind, base, quote, span_ms))`,
    `CREATE TABLE price (
      series_id INTEGER NOT NULL, at BIGINT NOT NULL, open TEXT NOT NULL, high TEXT NOT NULL, low TEXT NOT NULL, close TEXT NOT NULL, volume TEXT,
      PRIMARY KEY (series_id, at)) WITHOUT ROWID`,
    // Half-open stretches that were asked for and answered: without a row in it, there is no price.
    `CREATE TABLE price_coverage (
      series_id INTEGER NOT NULL, from_at BIGINT NOT NULL, to_at BIGINT NOT NULL,
      PRIMARY KEY (series_id, from_at)) WITHOUT ROWID`,
    `CREATE TABLE own_price (
      owner_id INTEGER NOT NULL, price_id INTEGER NOT NULL, asset TEXT NOT NULL, currency TEXT NOT NULL, day TEXT NOT NULL, amount TEXT NOT NULL,
      set_at BIGINT NOT NULL,
      PRIMARY KEY (owner_id, price_id), UNIQUE (owner_id, asset, currency, day))`
  ),
  "0007_portfolios": statements(
    // A number is given once: links to a portfolio that is gone must not lead to another.
    `ALTER TABLE portfolio ADD COLUMN deleted_at BIGINT`,
    // What is shown in portfolios beside the first one, which shows every connection.
    `CREATE TABLE portfolio_connection (
      owner_id INTEGER NOT NULL, portfolio_id INTEGER NOT NULL, connection_id INTEGER NOT NULL,
      PRIMARY KEY (owner_id, portfolio_id, connection_id)) WITHOUT ROWID`
  ),
  "0008_every_reply": statements(
    // HTTP status; NULL of a page that was read. `failure`: code of why nothing was taken from it. `passing`: nothing stored rests on it.
    `ALTER TABLE archive ADD COLUMN status INTEGER`,
    `ALTER TABLE archive ADD COLUMN failure TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE archive ADD COLUMN passing INTEGER NOT NULL DEFAULT 0`,
    `CREATE INDEX archive_passing ON archive (owner_id, connection_id, endpoint, failure, seen_at, archive_id) WHERE passing = 1`,
    // When the rights of the key were last asked; NULL: when it was taken.
    `ALTER TABLE connection ADD COLUMN rights_at BIGINT`,
    `CREATE INDEX event_pending ON event (owner_id, connection_id, at) WHERE is_current = 1 AND status = 'pending'`,
    `INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
      ('archive', 'archive_passing', '500 250 125 10 5 2 1'), ('event', 'event_pending', '1000 500 250 1')`,
    `ANALYZE sqlite_schema`
  ),
  "0009_lot_choices": statements(
    // Lots that an owner chose for a disposal. `version` rises with each change; the last one counts, unless it takes it back.
    `CREATE TABLE lot_choice (
      owner_id INTEGER NOT NULL, portfolio_id INTEGER NOT NULL, disposal TEXT NOT NULL, version INTEGER NOT NULL, asset TEXT NOT NULL,
      disposed_at BIGINT NOT NULL, lots TEXT NOT NULL, identified_at BIGINT NOT NULL, chosen_at BIGINT NOT NULL, withdrawn INTEGER NOT NULL,
      PRIMARY KEY (owner_id, portfolio_id, disposal, version)) WITHOUT ROWID`
  ),
  "0010_replaces": statements(
    // The version that a correction took the place of; NULL: it corrected nothing, or came before this step.
    `ALTER TABLE event ADD COLUMN replaces INTEGER`
  )
}

const numberOf = (name: string): number => Number.parseInt(name, 10)

/** The newest step this program knows. */
export const supportedVersion = Math.max(...Object.keys(migrations).map(numberOf))

/** Brings a database up to a step, by its number: older ones are what tests begin from. */
export const migrateTo = (step: number) => {
  const upToIt = Object.entries(migrations).filter(([name]) => numberOf(name) <= step)
  return Migrator.make({})({ loader: Migrator.fromRecord(Object.fromEntries(upToIt)), table: "migration" })
}

export const migrate = migrateTo(supportedVersion)
