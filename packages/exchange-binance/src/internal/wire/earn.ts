/** Simple Earn: `{rows, total}`. Ids and times are numbers in some lists, text in others. */
import { Schema } from "effect"
import { Absent, Amount, Id, Millis, Word } from "./scalars.ts"

/** `GET /sapi/v1/simple-earn/{flexible,locked}/history/subscriptionRecord`. */
export const Subscription = Schema.Struct({
  purchaseId: Id,
  asset: Word,
  amount: Amount,
  time: Millis,
  /** AUTO, NORMAL, AI (auto-invest); CONVERT and TRANSFER come out of a locked product, LOAN is a pledge. */
  type: Absent(Word),
  /** SPOT, FUNDING, or SPOTANDFUNDING with the two parts. */
  sourceAccount: Absent(Word),
  amtFromSpot: Absent(Amount),
  amtFromFunding: Absent(Amount),
  /** PURCHASING, SUCCESS, FAILED. */
  status: Absent(Word)
})

/** `GET /sapi/v1/simple-earn/{flexible,locked}/history/redemptionRecord`. */
export const Redemption = Schema.Struct({
  redeemId: Id,
  asset: Word,
  /** What arrives. */
  amount: Amount,
  /** Of locked products: what leaves them; more than arrives where a part is forfeited. */
  originalAmount: Absent(Amount),
  time: Millis,
  /** Of flexible products: SPOT, FUNDING. */
  destAccount: Absent(Word),
  /** Of locked products: MATURE, AHEAD; NEW_TRANSFERRED goes on as a flexible one. */
  type: Absent(Word),
  /** CREATED, PAID, SUCCESS, FAILED. */
  status: Absent(Word)
})

/** `GET /sapi/v1/simple-earn/flexible/history/rewardsRecord`. It has no id. */
export const FlexibleReward = Schema.Struct({
  asset: Word,
  rewards: Amount,
  projectId: Absent(Id),
  /** REALTIME grows the position; BONUS and REWARDS are paid out. */
  type: Word,
  time: Millis
})

/** `GET /sapi/v1/simple-earn/locked/history/rewardsRecord`. It has no id. */
export const LockedReward = Schema.Struct({
  positionId: Absent(Id),
  asset: Word,
  amount: Amount,
  /** Locked Rewards, Boost Rewards. */
  type: Absent(Word),
  time: Millis
})

/** `GET /sapi/v1/simple-earn/flexible/position`. */
export const FlexiblePosition = Schema.Struct({ asset: Word, totalAmount: Amount })

/** `GET /sapi/v1/simple-earn/locked/position`. */
export const LockedPosition = Schema.Struct({ asset: Word, amount: Amount })
