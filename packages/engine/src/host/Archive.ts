/** What came back, packed for the archive: compressed; the vault seals it to its row before it is stored. */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib"
import { sha256 } from "../vault/digest.ts"

export const pack = (text: string): { readonly hash: string; readonly packed: Uint8Array } => {
  const bytes = Buffer.from(text, "utf8")
  return { hash: sha256(bytes), packed: zstdCompressSync(bytes) }
}

export const unpack = (packed: Uint8Array): string => zstdDecompressSync(packed).toString("utf8")
