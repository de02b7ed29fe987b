/** A server that holds a large account, whole, and what asking it something costs. */
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { connect, cutAccount, imported, type Server, settings, startSandbox, startServer, temporaryFolder } from "./Installation.ts"
import { processorTime } from "./Program.ts"

/** The exchange's limits must not be what takes time. */
const rateScale = 100_000

/** `dataDir`: where the server keeps its data. All of it is gone in the end. */
export const withImported = async <A>(fills: number, use: (server: Server, dataDir: string) => Promise<A>): Promise<A> => {
  using folder = temporaryFolder()
  const account = join(folder.path, "account.json")
  await cutAccount(account, fills)
  await using sandbox = await startSandbox(["--account", account], rateScale)
  await using server = await startServer(settings(folder.path, { bitso: sandbox.url }, rateScale))
  await connect(server, sandbox)
  await imported(server)
  return await use(server, join(folder.path, "data"))
}

export interface Timed<A> {
  readonly answer: A
  readonly wallMs: number
  /** The server's processor time. */
  readonly cpuMs: number
}

export const timed = async <A>(server: Server, ask: () => Promise<A>): Promise<Timed<A>> => {
  const before = processorTime(server.pid) ?? Number.NaN
  const startedAt = performance.now()
  const answer = await ask()
  const wallMs = performance.now() - startedAt
  return { answer, wallMs, cpuMs: (processorTime(server.pid) ?? Number.NaN) - before }
}

/** The newest trade once more, as another one: with all of its rows, whatever the columns of the table are. */
export const tradeAgain = (dataDir: string, days: number): void => {
  const db = new DatabaseSync(join(dataDir, "caudal.db"))
  db.exec(`PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE;
    CREATE TEMP TABLE again AS SELECT * FROM event WHERE is_current = 1 AND posts = 1 AND group_id =
      (SELECT group_id FROM event WHERE is_current = 1 AND posts = 1 AND kind = 'trade' AND group_id NOT LIKE 'again %' ORDER BY at DESC, seq LIMIT 1);
    UPDATE again SET joined = 0, seq = (SELECT max(seq) FROM event) + rowid, external_id = 'again ' || (SELECT max(seq) FROM event) || ' ' || external_id,
      group_id = 'again ' || (SELECT max(seq) FROM event), at = at - ${days} * 86400000;
    INSERT INTO event SELECT * FROM again; DROP TABLE again; COMMIT`)
  db.close()
}
