/** What one figure of performance rests on, noted while the rows are read as movements: nothing else is kept of them. */
import type { Act } from "../portfolio/Act.ts"
import type { AmountPart } from "../portfolio/Amount.ts"
import type { DayTrade, MoveKind } from "./FlowProjection.ts"
import type { PerformanceFigure } from "./performanceFigure.ts"
import { covers, flowKindsOf, type ReturnScope } from "./ReturnScope.ts"

/** Units that moved in an account on a day, and why. */
export interface Move {
  readonly account: string
  readonly asset: string
  readonly day: number
  readonly at: number
  readonly kind: MoveKind
  readonly amount: string
  /** Their sum is the amount; none: it is the owner who says that they were there at first. */
  readonly parts: ReadonlyArray<AmountPart>
}

/** An act that is part of a day's trade. */
export interface TracedTrade {
  readonly trade: DayTrade
  readonly act: Act
}

export interface FlowWatcher {
  readonly moved: (move: Move) => void
  readonly traded: (trade: DayTrade, act: Act) => void
}

export class FlowTrace implements FlowWatcher {
  readonly moves: Array<Move> = []
  readonly trades: Array<TracedTrade> = []
  readonly #figure: PerformanceFigure
  readonly #scope: ReturnScope
  readonly #flowKinds: ReadonlyArray<MoveKind>

  constructor(figure: PerformanceFigure, scope: ReturnScope) {
    this.#figure = figure
    this.#scope = scope
    this.#flowKinds = flowKindsOf(scope)
  }

  moved(move: Move): void {
    if (this.#wants(move) && covers(this.#scope, move.asset, move.account)) this.moves.push(move)
  }

  #wants({ asset, day, kind }: Move): boolean {
    const figure = this.#figure
    switch (figure.kind) {
      case "flow":
        return figure.after < day && day <= figure.until && this.#flowKinds.includes(kind)
      case "valuedFlow":
        return day === figure.day && this.#flowKinds.includes(kind)
      case "units":
      case "unitsBefore":
        return asset === figure.asset && day <= figure.day
      default:
        return false
    }
  }

  traded(trade: DayTrade, act: Act): void {
    const figure = this.#figure
    if (figure.kind === "trades" && trade.day === figure.day && act.moved.some(({ asset }) => asset.id === figure.asset))
      this.trades.push({ trade, act })
  }
}
