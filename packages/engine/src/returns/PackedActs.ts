/**
 * Acts as one text: that is a quarter of the memory that they take as objects, and they are read again only when something of their
 * day changes. Those that may be an end of something stay as they are, because they are looked at together, over all days.
 */
import type { AssetRef } from "../assets/Asset.ts"
import type { Transaction } from "../ledger/Ledger.ts"
import type { Act } from "../portfolio/Act.ts"

/** These are no end of a transfer and no half of a step: each stands alone. */
const alone = new Set<Act["kind"]>(["trade", "fee", "card", "interest", "referral", "reward"])

export const standsAlone = ({ kind }: Pick<Act, "kind">): boolean => alone.has(kind)

/** What rows have in common: one is enough. */
interface Common {
  readonly account: string
  readonly row: Omit<Transaction, "seq" | "externalId" | "occurrence" | "version" | "at" | "rank" | "groupId" | "refs">
}

type PackedRow = readonly [
  common: number,
  seq: Transaction["seq"],
  externalId: string,
  occurrence: number,
  version: number,
  at: number,
  rank: number | null,
  refs: Transaction["refs"] | 0
]

type PackedMoved = readonly [asset: number, principal: Act["moved"][number]["principal"], fee: Act["moved"][number]["fee"]]

/** A number: which of the ends it is. */
type Packed =
  | number
  | readonly [
      id: string,
      at: number,
      kind: Act["kind"],
      groupId: string | null,
      rows: ReadonlyArray<PackedRow>,
      moved: ReadonlyArray<PackedMoved>
    ]

const noRefs: Transaction["refs"] = []

/** Numbers of things, in the order in which they come. */
class Numbers<A> {
  readonly all: Array<A> = []
  readonly #byKey = new Map<string, number>()

  of(key: string, make: () => A): number {
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    this.#byKey.set(key, this.all.length)
    return this.all.push(make()) - 1
  }
}

export class PackedActs {
  /** Those that may be an end of something, in order. */
  readonly ends: ReadonlyArray<Act>
  readonly #text: string
  readonly #common: ReadonlyArray<Common>
  readonly #assets: ReadonlyArray<AssetRef>

  /** Rows without postings, of the account of their act. Of those that stand alone, what a transfer's rows say is not kept. */
  constructor(acts: ReadonlyArray<Act>) {
    const ends: Array<Act> = []
    const common = new Numbers<Common>()
    const assets = new Numbers<AssetRef>()
    const packed = acts.map((act): Packed => {
      if (!standsAlone(act)) return ends.push(act) - 1
      const { id, at, account, kind, groupId, transactions, moved } = act
      return [
        id,
        at,
        kind,
        groupId,
        transactions.map((row): PackedRow => {
          const { seq, externalId, occurrence, version, at: rowAt, rank, groupId: _, refs, ...rest } = row
          const { connectionId, exchange, accountKey, stream, kind: rowKind, status } = row
          const number = common.of(JSON.stringify([connectionId, exchange, accountKey, stream, rowKind, status]), () => ({
            account,
            row: { ...rest, transfer: null }
          }))
          return [number, seq, externalId, occurrence, version, rowAt, rank, refs.length === 0 ? 0 : refs]
        }),
        moved.map(({ asset, principal, fee }) => [assets.of(`${asset.id} ${asset.via} ${asset.kind}`, () => asset), principal, fee])
      ]
    })
    this.ends = ends
    this.#text = JSON.stringify(packed)
    this.#common = common.all
    this.#assets = assets.all
  }

  /** In order. */
  read(): ReadonlyArray<Act> {
    return (JSON.parse(this.#text) as ReadonlyArray<Packed>).map((packed) => {
      if (typeof packed === "number") return this.ends[packed]!
      const [id, at, kind, groupId, rows, moved] = packed
      return {
        id,
        at,
        account: this.#common[rows[0]![0]]!.account,
        kind,
        groupId,
        transactions: rows.map(([number, seq, externalId, occurrence, version, rowAt, rank, refs]) => ({
          ...this.#common[number]!.row,
          seq,
          externalId,
          occurrence,
          version,
          at: rowAt,
          rank,
          groupId,
          refs: refs === 0 ? noRefs : refs
        })),
        moved: moved.map(([asset, principal, fee]) => ({ asset: this.#assets[asset]!, principal, fee }))
      }
    })
  }
}
