/** A client of the wire alone: it shares no code with the adapter nor with the simulator. */
import { createHash, createHmac } from "node:crypto"
import { respond, type Simulator } from "@caudal/exchange/simulator"

let counter = 0n
export const nextNonce = (): string => String(BigInt(Date.now()) * 1_000_000n + ++counter)

export interface Attempt {
  readonly nonce?: string | null
  readonly key?: string
  readonly secret?: string
  readonly method?: string
  /** What is signed, if not what is sent. */
  readonly signedPath?: string
}

export interface Seen {
  readonly status: number
  readonly text: string
  // Replies are read as whatever a test expects of them.
  readonly json: any
  readonly error: string | undefined
}

const seen = async (response: Response): Promise<Seen> => {
  const text = await response.text()
  let json: any
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, text, json, error: json?.error?.[0] }
}

export const call = async (
  simulator: Simulator,
  method: string,
  fields: Readonly<Record<string, string | number>> = {},
  attempt: Attempt = {}
): Promise<Seen> => {
  const { apiKey = "", apiSecret = "" } = simulator.credentials
  const path = `/0/private/${method}`
  const nonce = attempt.nonce === undefined ? nextNonce() : attempt.nonce
  const body = new URLSearchParams({
    ...(nonce === null ? {} : { nonce }),
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  }).toString()
  const hash = createHash("sha256")
    .update((nonce ?? "") + body)
    .digest()
  const signature = createHmac("sha512", Buffer.from(attempt.secret ?? apiSecret, "base64"))
    .update(attempt.signedPath ?? path)
    .update(hash)
    .digest("base64")
  const headers = { "api-key": attempt.key ?? apiKey, "api-sign": signature, "content-type": "application/x-www-form-urlencoded" }
  const verb = attempt.method ?? "POST"
  return seen(
    await respond(simulator, new Request(simulator.origin + path, { method: verb, headers, ...(verb === "GET" ? {} : { body }) }))
  )
}

export const open = async (simulator: Simulator, method: string, query = ""): Promise<Seen> =>
  seen(await respond(simulator, new Request(`${simulator.origin}/0/public/${method}${query}`)))

export const control = async (simulator: Simulator, method: string, path: string, body?: unknown): Promise<Seen> =>
  seen(
    await respond(
      simulator,
      new Request(`${simulator.origin}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    )
  )
