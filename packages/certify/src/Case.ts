/**
 * The kit's vocabulary. Cases are plain values without a test framework, so that `caudal certify`, a one-line vitest file
 * and anything else can run them.
 */
import type { Adapter, Manifest } from "@caudal/exchange"
import type { SimulatorPackage } from "@caudal/exchange/simulator"
import type { SourceFile } from "./sources/SourceFile.ts"

/** What is certified: an adapter, a double of its exchange, and the adapter's own sources. */
export interface Subject {
  readonly adapter: Adapter
  readonly simulator: SimulatorPackage
  /** Everything the adapter is made of, its simulator left out; see `sourcesOf`. */
  readonly sources: ReadonlyArray<SourceFile>
}

export interface Case {
  /** Stays the same for ever: `P-03`. */
  readonly id: string
  readonly group: string
  /** What an adapter that passes keeps: one line. */
  readonly name: string
  /** What its users would see otherwise. */
  readonly why: string
  /** Why the manifest makes this case pointless; `null` or absent: it does not. */
  readonly skip?: (manifest: Manifest) => string | null
  /** Ends well, or rejects with {@link Broken}. */
  readonly run: (subject: Subject) => Promise<void>
}

/** A promise that the adapter does not keep; the message says so to somebody who has never seen the kit. */
export class Broken extends Error {
  override readonly name = "Broken"
}

export const must: (holds: boolean, otherwise: string | (() => string)) => asserts holds = (holds, otherwise) => {
  if (!holds) throw new Broken(typeof otherwise === "string" ? otherwise : otherwise())
}
