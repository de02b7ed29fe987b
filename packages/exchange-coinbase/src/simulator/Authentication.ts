/**
 * Checks the bearer's token for real: the signature by the key's own algorithm, who it is of, the method and path it is
 * for, and the two minutes in which it is good.
 */
import { createECDH, createPrivateKey, createPublicKey, verify, type KeyObject } from "node:crypto"
import { isRow, type JsonRow, type Random } from "@caudal/exchange/simulator"

export interface Credentials {
  readonly keyName: string
  /** PEM for ES256, base64 of 64 bytes for EdDSA. */
  readonly privateKey: string
}

export type KeyKind = "ES256" | "EdDSA"

/** The order of P-256's group begins with eight times f, so a scalar that begins with 0 is below it. */
const scalar = (random: Random): Buffer => Buffer.from(`0${random.hex(62)}1`, "hex")

const ecKey = (d: Buffer): KeyObject => {
  const pair = createECDH("prime256v1")
  pair.setPrivateKey(d)
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"))
  return createPrivateKey({ key: { kty: "EC", crv: "P-256", d: d.toString("base64url"), x: x!, y: y! }, format: "jwk" })
}

const edKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" })

/** The same randomness, the same key. */
export const privateKeyOf = (kind: KeyKind, random: Random): string => {
  if (kind === "ES256") return ecKey(scalar(random)).export({ type: "sec1", format: "pem" }) as string
  const seed = Buffer.from(random.hex(64), "hex")
  const { x } = createPublicKey(edKey(seed)).export({ format: "jwk" })
  return Buffer.concat([seed, Buffer.from(x!, "base64url")]).toString("base64")
}

const publicKeyOf = (privateKey: string): { readonly kind: KeyKind; readonly key: KeyObject } =>
  privateKey.includes("-----BEGIN")
    ? { kind: "ES256", key: createPublicKey(privateKey) }
    : { kind: "EdDSA", key: createPublicKey(edKey(Buffer.from(privateKey, "base64").subarray(0, 32))) }

export interface Asked {
  readonly authorization: string | null
  /** `GET api.coinbase.com/v2/accounts`: no scheme, no query. */
  readonly uri: string
  /** Epoch milliseconds of the exchange's clock. */
  readonly at: number
}

export interface Verdict {
  readonly allowed: boolean
  readonly nonce: string | null
}

const read = (part: string): JsonRow => {
  const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"))
  return isRow(value) ? value : {}
}

const longest = 120

export const makeAuthentication = ({ keyName, privateKey }: Credentials) => {
  const { kind, key } = publicKeyOf(privateKey)
  const seen = new Set<string>()

  const signed = (head: string, claims: string, signature: string): boolean =>
    verify(
      kind === "ES256" ? "sha256" : null,
      Buffer.from(`${head}.${claims}`),
      { key, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url")
    )

  const good = (claims: JsonRow, uri: string, seconds: number): boolean => {
    const { sub, iss, nbf, exp } = claims
    if (typeof nbf !== "number" || typeof exp !== "number") return false
    return sub === keyName && iss === "cdp" && claims["uri"] === uri && nbf <= seconds && seconds < exp && exp - nbf <= longest
  }

  return ({ authorization, uri, at }: Asked): Verdict => {
    const [head = "", claims = "", signature = "", more] = (/^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "").split(".")
    const refused = { allowed: false, nonce: null }
    try {
      const { alg, kid, nonce } = read(head)
      if (more !== undefined || alg !== kind || kid !== keyName || typeof nonce !== "string" || nonce.length < 16) return refused
      // A token is good once.
      if (seen.has(nonce) || !signed(head, claims, signature) || !good(read(claims), uri, Math.floor(at / 1000)))
        return { allowed: false, nonce }
      seen.add(nonce)
      return { allowed: true, nonce }
    } catch {
      return refused
    }
  }
}
