/** Planted secrets and personal data, looked for in everything that Caudal writes, says or answers. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { clientOf, connected, install, openSandbox } from "./harness.ts"

/** The simulator's invented personal data, in the replies of account_status, fundings and withdrawals. */
const personal = [/Nombre-/, /correo-/, /@example\.invalid/, /BERTRAND/]

const filesOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

it("a secret is found nowhere: database, log files, logs at debug level, answers, export, archive, backup", async () => {
  const sandbox = await openSandbox(["--persona", "oddities"])
  await using installation = install(sandbox.url, 1000, { CAUDAL_LOG_LEVEL: "debug" })
  try {
    const server = await installation.start()
    const answers: Array<string> = []
    answers.push(JSON.stringify(await server.connect({ ...sandbox, apiSecret: "planted-wrong-secret-77" })))
    answers.push(JSON.stringify(await connected(server, sandbox)))
    const everything = `{ viewer { connections { id keyFingerprint accountKey quarantined { reason } openItems { externalId }
      exchange { credentials { fields { name } } } } portfolio { transactions(first: 100) { edges { node { externalId transfer { address txid reference rail } } } } } } }`
    answers.push(JSON.stringify(await server.ask(everything)), await server.exported())
    await sandbox.faults({ route: "*", fault: "wrongCredentials", args: {} })
    answers.push(JSON.stringify(await server.sync()))
    expect((await installation.run("backup", join(installation.folder, "backup.db"))).code).toBe(0)
    const token = server.headers["authorization"]!.slice("Bearer ".length)
    const said = server.said()
    const { stdout, stderr } = await server.stop()

    const planted = [sandbox.apiSecret, "planted-wrong-secret-77"]
    for (const secret of [...planted, token, sandbox.apiKey, ...personal]) {
      for (const [where, text] of Object.entries({ said, stdout, stderr, answers: answers.join("\n") })) {
        expect(typeof secret === "string" ? text.includes(secret) : secret.test(text), `${String(secret)} in ${where}`).toBe(false)
      }
    }
    const files = filesOf(installation.folder).filter((file) => !file.endsWith("/token") && !file.endsWith("/key"))
    expect(files.some((file) => file.endsWith("caudal.db")) && files.some((file) => file.endsWith("backup.db"))).toBe(true)
    for (const file of files) {
      const bytes = readFileSync(file).toString("latin1")
      for (const secret of [...planted, token, sandbox.apiKey]) expect(bytes.includes(secret), `${secret} in ${file}`).toBe(false)
      for (const one of personal) expect(one.test(bytes), `${String(one)} in ${file}`).toBe(false)
    }
  } finally {
    await sandbox.stop()
  }
})

it("a destroyed key leaves nothing that opens, and its history stays", async () => {
  const sandbox = await openSandbox(["--persona", "beginner"])
  await using installation = install(sandbox.url)
  try {
    const server = await installation.start()
    const { id } = await connected(server, sandbox)
    const before = await server.exported()
    await server.ask("mutation ($id: ID!) { disconnect(connection: $id) { __typename } }", { id })
    expect(await server.connection()).toMatchObject({ status: "DISCONNECTED" })
    expect(await server.exported()).toBe(before)
    await sandbox.forget()
    await server.ask("mutation ($id: ID!) { syncNow(connection: $id) { __typename } }", { id })
    expect((await sandbox.requests()).requests).toEqual([])
  } finally {
    await sandbox.stop()
  }
})

it("the old token stops working at once when it is reset", async () => {
  const sandbox = await openSandbox(["--persona", "beginner"])
  await using installation = install(sandbox.url)
  try {
    const server = await installation.start()
    expect((await installation.run("token", "reset")).code).toBe(0)
    const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: server.headers, body: '{"query":"{ __typename }"}' })
    expect(answer.status).toBe(401)
    const fresh = readFileSync(installation.env["CAUDAL_OWNER_TOKEN_FILE"]!, "utf8").trim()
    expect(await clientOf(server.url, fresh).ask("{ viewer { id } }")).toMatchObject({ viewer: {} })
  } finally {
    await sandbox.stop()
  }
})
