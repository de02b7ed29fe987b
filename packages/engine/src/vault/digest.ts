/** Plain digests: to recognise bytes again, never to protect a secret. */
import { createHash } from "node:crypto"

export const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/** 120 bits as text: tells two versions of a row apart. */
export const shortDigest = (text: string): string => createHash("sha1").update(text).digest("base64url").slice(0, 20)

/** 48 bits as a number, for an index; what it finds must be compared in full. */
export const indexHash = (text: string): number => createHash("sha1").update(text).digest().readUIntBE(0, 6)
