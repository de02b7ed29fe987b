/** A client of the wire alone: it shares no code with the adapter nor with the simulator. */
import { createHmac } from "node:crypto"
import { setupServer } from "msw/node"
import { afterAll } from "vitest"
import type { Simulator } from "@caudal/exchange/simulator"

let counter = 0
export const nextNonce = (ms = Date.now()): string => `${ms}${String(++counter % 1_000_000).padStart(6, "0")}`

export interface Attempt {
  readonly base?: string
  readonly nonce?: string
  readonly key?: string
  readonly secret?: string
  readonly method?: string
  /** What is signed, if not what is sent. */
  readonly signedPath?: string
  readonly authorization?: string
}

export interface Seen {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  // Replies are read as whatever a test expects of them.
  readonly json: any
}

export const call = async (simulator: Simulator, path: string, attempt: Attempt = {}): Promise<Seen> => {
  const { apiKey = "", apiSecret = "" } = simulator.credentials
  const { nonce = nextNonce(), key = apiKey, secret = apiSecret, method = "GET", signedPath = path } = attempt
  const signature = createHmac("sha256", secret)
    .update(nonce + method + signedPath)
    .digest("hex")
  const response = await fetch((attempt.base ?? simulator.origin) + path, {
    method,
    headers: { authorization: attempt.authorization ?? `Bitso ${key}:${nonce}:${signature}` }
  })
  const text = await response.text()
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, text, headers: response.headers, json }
}

/** Installs the simulator in process until the test file ends; the next one installed replaces it. */
const server = setupServer()
let listening = false
export const install = (simulator: Simulator): Simulator => {
  if (!listening) server.listen({ onUnhandledFrame: "error" })
  listening = true
  server.resetHandlers(...simulator.handlers)
  return simulator
}
afterAll(() => server.close())

/** All rows of a list, page by page. */
export const walk = async (simulator: Simulator, list: string, idField: string, limit: number, sort?: string): Promise<Array<any>> => {
  const seen: Array<any> = []
  for (let marker = ""; ;) {
    const { json } = await call(
      simulator,
      `/api/v3/${list}?limit=${limit}${sort === undefined ? "" : `&sort=${sort}`}${marker === "" ? "" : `&marker=${marker}`}`
    )
    if (json.payload.length === 0) return seen
    seen.push(...json.payload)
    marker = json.payload.findLast((row: any) => row[idField] !== undefined)[idField]
  }
}
