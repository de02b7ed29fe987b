/** What came back, packed for the archive: compressed; the vault seals it to its row before it is stored. */
import { createHash } from "node:crypto"
import { zstdCompressSync, zstdDecompressSync } from "node:zlib"

export const pack = (text: string): { readonly hash: string; readonly packed: Uint8Array } => {
  const bytes = Buffer.from(text, "utf8")
  return { hash: createHash("sha256").update(bytes).digest("hex"), packed: zstdCompressSync(bytes) }
}

export const unpack = (packed: Uint8Array): string => zstdDecompressSync(packed).toString("utf8")
