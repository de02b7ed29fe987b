/**
 * `plainReader URL KEY SECRET`: what reading an account costs at the least: sign, fetch, JSON.parse, page by page, nothing
 * kept. Writes one line of JSON.
 */
import { createHmac } from "node:crypto"

const [url = "", key = "", secret = ""] = process.argv.slice(2)
const ids = { ledger: "eid", user_trades: "tid", fundings: "fid", withdrawals: "wid" } as const
let nonce = BigInt(Date.now()) * 1_000_000n

const page = async (path: string): Promise<ReadonlyArray<Record<string, string>>> => {
  const signature = createHmac("sha256", secret).update(`${++nonce}GET${path}`).digest("hex")
  const answer = await fetch(url + path, { headers: { authorization: `Bitso ${key}:${nonce}:${signature}` } })
  const reply = JSON.parse(await answer.text()) as { success: boolean; payload: ReadonlyArray<Record<string, string>> }
  if (!reply.success) throw new Error(`${path}: refused`)
  return reply.payload
}

let pages = 0
let rows = 0
const startedAt = performance.now()
const before = process.cpuUsage()
for (const [list, id] of Object.entries(ids)) {
  for (let marker = ""; ;) {
    const payload = await page(`/api/v3/${list}?limit=100${marker}`)
    pages++
    rows += payload.length
    const last = payload.at(-1)
    if (last === undefined) break
    marker = `&marker=${last[id]}`
  }
}
const { user, system } = process.cpuUsage(before)
process.stdout.write(`${JSON.stringify({ pages, rows, wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 })}\n`)
