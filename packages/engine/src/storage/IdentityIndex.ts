/**
 * Which stored events may have a given identity: (stream, external id, occurrence) as a hash of 48 bits. Exchanges' ids
 * are random, so an index of them in the database would rewrite a page of it for almost every event. Instead each page
 * of history stores the hashes of its events as one block, and this holds all of an account's in memory, twelve bytes
 * and some room each. What is found must be compared in full; what is not found is not stored.
 */
export interface IdentityIndex {
  /** Of entries taken in so far, those of later versions included. */
  readonly size: () => number
  /** The greatest sequence number taken in. */
  readonly last: () => number
  readonly add: (hash: number, seq: number) => void
  /** Sequence numbers of the events with this hash, appended to `into`. */
  readonly find: (hash: number, into: Array<number>) => void
}

const bytesPerHash = 6
const smallest = 1024

export const hashOf = (stream: string, externalId: string, occurrence: number): number => {
  const text = `${stream}\0${externalId}\0${occurrence}`
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2_654_435_761)
    b = Math.imul(b ^ unit, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  return (b & 0xffff) * 4_294_967_296 + (a >>> 0)
}

/** Open addressing; a free place has sequence number 0. Equal hashes stand in places of their own. */
export const make = (expected = 0): IdentityIndex => {
  let places = smallest
  while (places < expected * 2) places *= 2
  let hashes = new Float64Array(places)
  let seqs = new Uint32Array(places)
  let size = 0
  let last = 0

  const put = (hash: number, seq: number): void => {
    let place = hash % places
    while (seqs[place] !== 0) place = place + 1 === places ? 0 : place + 1
    hashes[place] = hash
    seqs[place] = seq
  }
  const grow = (): void => {
    const [oldHashes, oldSeqs] = [hashes, seqs]
    places *= 2
    hashes = new Float64Array(places)
    seqs = new Uint32Array(places)
    for (let i = 0; i < oldSeqs.length; i++) if (oldSeqs[i] !== 0) put(oldHashes[i]!, oldSeqs[i]!)
  }
  return {
    size: () => size,
    last: () => last,
    add: (hash, seq) => {
      if (++size > places * 0.7) grow()
      if (seq > last) last = seq
      put(hash, seq)
    },
    find: (hash, into) => {
      for (let place = hash % places; seqs[place] !== 0; place = place + 1 === places ? 0 : place + 1) {
        if (hashes[place] === hash) into.push(seqs[place]!)
      }
    }
  }
}

/** The hashes of consecutive events. */
export const encodeBlock = (hashes: ReadonlyArray<number>): Uint8Array => {
  const bytes = new DataView(new ArrayBuffer(hashes.length * bytesPerHash))
  for (const [i, hash] of hashes.entries()) {
    bytes.setUint32(i * bytesPerHash, hash >>> 0)
    bytes.setUint16(i * bytesPerHash + 4, Math.floor(hash / 4_294_967_296))
  }
  return new Uint8Array(bytes.buffer)
}

export const addBlock = (index: IdentityIndex, firstSeq: number, block: Uint8Array): void => {
  const bytes = new DataView(block.buffer, block.byteOffset, block.byteLength)
  for (let i = 0; i * bytesPerHash < block.byteLength; i++) {
    index.add(bytes.getUint16(i * bytesPerHash + 4) * 4_294_967_296 + bytes.getUint32(i * bytesPerHash), firstSeq + i)
  }
}
