/**
 * Private keys as people paste them. PEM survives a form that eats its line breaks or a JSON file that spells them `\\n`;
 * an Ed25519 key may be its 32-byte seed, or the seed and the public key in 64 bytes, raw or in base64.
 */
import { createPrivateKey, type KeyObject } from "node:crypto"

const isRaw = ({ length }: Buffer): boolean => length === 32 || length === 64
const fromBase64 = (text: string): Buffer => (/^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0))

const pem = /-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END \1-----/

/** What was pasted is no key that could sign: only its owner can mend that. Never quotes it. */
export class KeyUnusable extends Error {
  constructor() {
    super("The private key cannot be read. Paste it whole, as the exchange gave it: it is P-256 (ECDSA) or Ed25519.")
  }
}

/** Throws {@link KeyUnusable}. */
export const privateKey = (bytes: Buffer): KeyObject => {
  try {
    return read(bytes)
  } catch {
    // An algorithm's own message may quote key material.
    throw new KeyUnusable()
  }
}

const read = (bytes: Buffer): KeyObject => {
  const match = pem.exec(bytes.toString("latin1"))
  if (match !== null) {
    const der = Buffer.from(match[2]!.replaceAll(/\\[nr]|\s/g, ""), "base64")
    return createPrivateKey({ key: der, format: "der", type: match[1] === "EC PRIVATE KEY" ? "sec1" : "pkcs8" })
  }
  const raw = isRaw(bytes) ? bytes : fromBase64(bytes.toString("latin1").trim())
  if (!isRaw(raw)) throw new TypeError("not a private key")
  const head = Buffer.from("302e020100300506032b657004220420", "hex")
  return createPrivateKey({ key: Buffer.concat([head, raw.subarray(0, 32)]), format: "der", type: "pkcs8" })
}

/** The one algorithm that a key is made for; `null` for a kind of key that tokens are not signed with. */
export const algorithmOf = (key: KeyObject): "ES256" | "EdDSA" | null => {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA"
  return key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? "ES256" : null
}
