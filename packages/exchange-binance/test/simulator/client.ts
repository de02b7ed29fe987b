/** A client of the wire alone: it shares no code with the adapter nor with the simulator. */
import { createHmac } from "node:crypto"
import { respond, type Simulator } from "@caudal/exchange/simulator"

export type Fields = Readonly<Record<string, string | number>>

export interface Attempt {
  readonly key?: string | null
  readonly secret?: string
  readonly method?: string
  /** In place of the clock's. `null`: none is sent. */
  readonly timestamp?: number | string | null
  readonly recvWindow?: string
  /** Of a POST: fields in the body rather than in the query. */
  readonly body?: string
  /** What is signed, if not what is sent. */
  readonly signed?: string
  /** `null`: none is sent. */
  readonly signature?: string | null
}

export interface Seen {
  readonly status: number
  readonly text: string
  // Replies are read as whatever a test expects of them.
  readonly json: any
  readonly code: number | undefined
  readonly headers: Headers
}

const seen = async (response: Response): Promise<Seen> => {
  const text = await response.text()
  let json: any
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, text, json, code: json?.code, headers: response.headers }
}

const written = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join("&")

export const call = async (simulator: Simulator, path: string, fields: Fields = {}, attempt: Attempt = {}): Promise<Seen> => {
  const { apiKey = "", apiSecret = "" } = simulator.credentials
  const { key = apiKey, secret = apiSecret, method = "GET", timestamp = Date.now(), body = "" } = attempt
  const query = written({
    ...fields,
    ...(attempt.recvWindow === undefined ? {} : { recvWindow: attempt.recvWindow }),
    ...(timestamp === null ? {} : { timestamp })
  })
  const signature =
    attempt.signature === undefined
      ? createHmac("sha256", secret)
          .update(attempt.signed ?? query + body)
          .digest("hex")
      : attempt.signature
  const target = `${path}?${query}${signature === null ? "" : `&signature=${signature}`}`
  const headers: Record<string, string> = key === null ? {} : { "x-mbx-apikey": key }
  return seen(await respond(simulator, new Request(simulator.origin + target, { method, headers, ...(body === "" ? {} : { body }) })))
}

export const open = async (simulator: Simulator, path: string): Promise<Seen> =>
  seen(await respond(simulator, new Request(simulator.origin + path)))

export const control = async (simulator: Simulator, method: string, path: string, body?: unknown): Promise<Seen> =>
  seen(
    await respond(
      simulator,
      new Request(`${simulator.origin}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    )
  )
