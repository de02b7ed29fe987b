/** A page of movements, as their rows tell them. Only those that it lists, and what else moved at their instants, have to be told. */
import { sum } from "@caudal/accounting"
import { type Listing, type Made, type MoneyInput, pageOfSum, type Part } from "./explainedSum.ts"
import type { Move } from "./FlowWatcher.ts"
import { type MovePage, type MoveSum, pageOfMoves } from "./pageOfMoves.ts"
import { covers } from "./ReturnScope.ts"

interface Told {
  readonly day: number
  readonly at: number
  readonly part: Part
}

export class ListedMoves implements Listing {
  readonly #asked: MoneyInput
  readonly #moves: MoveSum
  readonly #formula: string
  readonly #partOf: (move: Move) => Part
  readonly #page: MovePage
  readonly #told: Array<Told> = []

  constructor(asked: MoneyInput, moves: MoveSum, formula: string, partOf: (move: Move) => Part) {
    this.#asked = asked
    this.#moves = moves
    this.#formula = formula
    this.#partOf = partOf
    this.#page = pageOfMoves(asked, moves, asked.page)
  }

  get count(): number {
    return this.#page.count
  }

  get instants(): ReadonlyArray<number> {
    return this.#page.instants
  }

  moved(move: Move): void {
    const { asset, account, day, at, amount } = move
    const { after, until, isPart, unit } = this.#moves
    if (this.#moves.asset !== null && this.#moves.asset !== asset) return
    if (!covers(this.#asked.scope, asset, account) || day <= after || day > until) return
    if (!isPart({ ...move, isOut: amount.startsWith("-") }) || unit(asset, day) === null) return
    this.#told.push({ day, at, part: this.#partOf(move) })
  }

  traded(): void {}

  made(): Made | null {
    const { before, after, beside, skip, count, moves, worth } = this.#page
    if (this.#told.length !== moves || sumOf(this.#told) !== worth) return null
    const standing = [...beside].map(([day, part]): Told => ({ day, at: Number.POSITIVE_INFINITY, part }))
    const parts = [...this.#told, ...standing].sort((a, b) => a.day - b.day || (a.at === b.at ? 0 : a.at - b.at))
    const until = skip + this.#asked.page.limit
    return pageOfSum(this.#asked, this.#formula, {
      before: sum([before, sumOf(parts.slice(0, skip))]),
      shown: parts.slice(skip, until).map(({ part }) => part),
      after: sum([sumOf(parts.slice(until)), after]),
      count
    })
  }
}

const sumOf = (parts: ReadonlyArray<Told>) => sum(parts.map(({ part }) => part.value))
