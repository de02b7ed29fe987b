/**
 * AES-256-GCM bound to its place. The additional data names where a ciphertext belongs (length-prefixed, so that no two
 * places read alike): a ciphertext moved to another row, owner or version does not open.
 *
 * Layout: version (1 byte) · nonce (12) · tag (16) · ciphertext.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto"

const version = 1

export type Place = ReadonlyArray<string | number>

const additionalData = (place: Place): Buffer =>
  Buffer.concat(
    place.map((part) => {
      const bytes = Buffer.from(String(part), "utf8")
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return Buffer.concat([length, bytes])
    })
  )

export const seal = (key: KeyObject, place: Place, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(additionalData(place))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body])
}

/** Throws when the bytes were changed, moved, or sealed with another key or format. */
export const open = (key: KeyObject, place: Place, sealed: Uint8Array): Buffer => {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (bytes.length < 29 || bytes[0] !== version) throw new Error("not a sealed value of a known version")
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 13))
    .setAAD(additionalData(place))
    .setAuthTag(bytes.subarray(13, 29))
  return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()])
}
