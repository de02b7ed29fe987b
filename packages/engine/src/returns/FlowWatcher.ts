/** Whoever is told what acts come to, movement by movement. */
import type { Act } from "../portfolio/Act.ts"
import type { AmountPart } from "../portfolio/Amount.ts"
import type { DayTrade, MoveKind } from "./FlowProjection.ts"

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

/** An act that is part of a day's trade, and which part. */
export interface Traded {
  readonly part: DayTrade
  readonly act: Act
}

export interface FlowWatcher {
  readonly moved: (move: Move) => void
  readonly traded: (traded: Traded) => void
}
