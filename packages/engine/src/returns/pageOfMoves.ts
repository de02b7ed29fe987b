/** Which movements a page of a sum lists, and what all others come to: the days know it without their rows. Pure. */
import { type Decimal, decimal, multiply, type Page, sum } from "@caudal/accounting"
import type { Part } from "./explainedSum.ts"
import type { FlowProjection, MoveKind } from "./FlowProjection.ts"
import { covers, type ReturnScope } from "./ReturnScope.ts"

/** A movement, as far as it decides whether it is a part. */
export interface MoveAt {
  readonly day: number
  readonly at: number
  readonly kind: MoveKind
  readonly isOut: boolean
}

/** A sum of movements. */
export interface MoveSum {
  /** Of which asset; null: of all. */
  readonly asset: string | null
  /** Of the days after one until another. */
  readonly after: number
  readonly until: number
  readonly isPart: (move: MoveAt) => boolean
  /** What one unit counts for; null: for nothing, and the movement is no part. */
  readonly unit: (asset: string, day: number) => string | null
  /** What a day lists beside its movements, after them. */
  readonly beside: ReadonlyMap<number, Part>
}

/** Movements of a day or an instant, or what stands beside those of a day. */
interface Block {
  readonly day: number
  readonly at: number
  readonly beside: Part | null
  count: number
  readonly units: Map<string, bigint>
}

export interface MovePage {
  /** Parts in all. */
  readonly count: number
  /** What the parts before those of its instants come to, and those after them. */
  readonly before: Decimal
  readonly after: Decimal
  /** All that moved then is read: parts of one instant have no place among each other without their rows. */
  readonly instants: ReadonlyArray<number>
  /** How many movements these are, and what they come to. */
  readonly moves: number
  readonly worth: Decimal
  /** What stands beside, by day. */
  readonly beside: ReadonlyMap<number, Part>
  /** How many of these parts come before the page. */
  readonly skip: number
}

interface Of {
  readonly projection: FlowProjection
  readonly scope: ReturnScope
}

/** In order; by day, or of some days by instant. */
const blocksOf = ({ projection, scope }: Of, moves: MoveSum, days: ReadonlySet<number> | null): ReadonlyArray<Block> => {
  const blocks = new Map<number, Block>()
  for (const [asset, { columns }] of projection.assets) {
    if (moves.asset !== null && moves.asset !== asset) continue
    for (const { account, moves: own } of columns) {
      if (!covers(scope, asset, account)) continue
      for (const { day, times } of own) {
        if (day <= moves.after || day > moves.until || days?.has(day) === false || moves.unit(asset, day) === null) continue
        for (let each = times; each !== null; each = each.before) {
          const { at, kind, units, sign } = each
          if (!moves.isPart({ day, at, kind, isOut: units < 0n })) continue
          const key = days === null ? day : at
          let block = blocks.get(key)
          if (block === undefined) blocks.set(key, (block = { day, at, beside: null, count: 0, units: new Map() }))
          block.count += sign
          block.units.set(asset, (block.units.get(asset) ?? 0n) + BigInt(sign) * units)
        }
      }
    }
  }
  const beside = [...moves.beside].flatMap(([day, part]) =>
    days?.has(day) === false ? [] : [{ day, at: Number.POSITIVE_INFINITY, beside: part, count: 1, units: new Map() }]
  )
  // What was taken out again is no movement.
  return [...blocks.values(), ...beside].filter(({ count }) => count > 0).sort((a, b) => a.day - b.day || a.at - b.at)
}

/** Of blocks that begin at a place among all parts: those before the page, those that it touches, those after it. */
const cut = (blocks: ReadonlyArray<Block>, first: number, { offset, limit }: Page) => {
  const parted = { before: [] as Array<Block>, within: [] as Array<Block>, after: [] as Array<Block> }
  let place = first
  for (const block of blocks) {
    parted[place + block.count <= offset ? "before" : place >= offset + limit ? "after" : "within"].push(block)
    place += block.count
  }
  return parted
}

const countOf = (blocks: ReadonlyArray<Block>): number => blocks.reduce((count, block) => count + block.count, 0)

export const pageOfMoves = (of: Of, moves: MoveSum, page: Page): MovePage => {
  const { assets } = of.projection
  const worthOf = (blocks: ReadonlyArray<Block>): Decimal =>
    sum(
      blocks.flatMap(({ day, beside, units }) => [
        beside?.value ?? "0",
        ...[...units].map(([asset, own]) => multiply(decimal(own, assets.get(asset)!.scale), moves.unit(asset, day)!))
      ])
    )
  const all = blocksOf(of, moves, null)
  const byDay = cut(all, 0, page)
  const days = new Set(byDay.within.map(({ day }) => day))
  const [earlier, later] = [byDay.before, byDay.after].map((blocks) => blocks.filter(({ day }) => !days.has(day)))
  const { before, within, after } = cut(blocksOf(of, moves, days), countOf(earlier!), page)
  const listed = within.filter(({ beside }) => beside === null)
  return {
    count: countOf(all),
    before: worthOf([...earlier!, ...before]),
    after: worthOf([...after, ...later!]),
    instants: listed.map(({ at }) => at),
    moves: countOf(listed),
    worth: worthOf(listed),
    beside: new Map(within.flatMap(({ day, beside }) => (beside === null ? [] : [[day, beside] as const]))),
    skip: page.offset - countOf(earlier!) - countOf(before)
  }
}
