/** A client of the wire alone: it shares no code with the adapter nor with the simulator. */
import { createPrivateKey, type KeyObject, randomBytes, sign } from "node:crypto"
import { respond, type Simulator } from "@caudal/exchange/simulator"

export interface Attempt {
  readonly method?: string
  /** Replaces what the token says. */
  readonly header?: object
  readonly claims?: object
  /** Signs with another key. */
  readonly key?: KeyObject
  /** Sent in place of the token. */
  readonly authorization?: string | null
  /** The client's clock, ms; the machine's if absent. A simulator with a clock of its own wants a client with the same. */
  readonly at?: number
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
  return { status: response.status, text, json, error: json?.errors?.[0]?.id ?? json?.error }
}

const keyOf = (text: string): KeyObject =>
  text.startsWith("-----")
    ? createPrivateKey(text)
    : createPrivateKey({
        key: {
          kty: "OKP",
          crv: "Ed25519",
          d: Buffer.from(text, "base64").subarray(0, 32).toString("base64url"),
          x: Buffer.from(text, "base64").subarray(32).toString("base64url")
        },
        format: "jwk"
      })

export const now = (at = Date.now()): number => Math.floor(at / 1000)

export const tokenOf = ({ credentials }: Simulator, uri: string, { header, claims, key, at }: Attempt = {}): string => {
  const { keyName = "", privateKey = "" } = credentials
  const signer = key ?? keyOf(privateKey)
  const ed = signer.asymmetricKeyType === "ed25519"
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  const head = { typ: "JWT", alg: ed ? "EdDSA" : "ES256", kid: keyName, nonce: randomBytes(16).toString("hex"), ...header }
  const signed = `${part(head)}.${part({ sub: keyName, iss: "cdp", nbf: now(at), exp: now(at) + 120, uri, ...claims })}`
  const signature = sign(ed ? null : "sha256", Buffer.from(signed), { key: signer, dsaEncoding: "ieee-p1363" })
  return `${signed}.${signature.toString("base64url")}`
}

export const call = async (simulator: Simulator, target: string, attempt: Attempt = {}): Promise<Seen> => {
  const method = attempt.method ?? "GET"
  const [path = ""] = target.split("?")
  const authorization =
    attempt.authorization === undefined
      ? `Bearer ${tokenOf(simulator, `${method} api.coinbase.com${path}`, attempt)}`
      : attempt.authorization
  const headers: Record<string, string> = authorization === null ? {} : { authorization }
  return seen(await respond(simulator, new Request(simulator.origin + target, { method, headers })))
}

export const control = async (simulator: Simulator, method: string, path: string, body?: unknown): Promise<Seen> =>
  seen(
    await respond(
      simulator,
      new Request(`${simulator.origin}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    )
  )
