/** What came back, packed for the archive: compressed; the vault seals it to its row before it is stored. */
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib"
import { sha256 } from "../vault/digest.ts"

/** Higher levels make pages hardly smaller and take twice the time. */
const level = { [constants.ZSTD_c_compressionLevel]: 1 }

export const pack = (text: string): { readonly hash: string; readonly packed: Uint8Array } => {
  const bytes = Buffer.from(text, "utf8")
  return { hash: sha256(bytes), packed: zstdCompressSync(bytes, { pledgedSrcSize: bytes.length, chunkSize: 16_384, params: level }) }
}

export const unpack = (packed: Uint8Array): string => zstdDecompressSync(packed).toString("utf8")
