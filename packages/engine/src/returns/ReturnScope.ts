/** Of what a figure is; what is external depends on it. */
import { inTransit, type MoveKind } from "./FlowProjection.ts"

/**
 * - `portfolio`: everything, with what is in transit between own accounts; own transfers are inside.
 * - `exchange`, `account` (`exchange:account`): own transfers from and to others are flows at the close of their day.
 * - `asset` (its id): one asset over all accounts; what was paid for it and what it fetched are flows.
 */
export type ReturnScope =
  | { readonly kind: "portfolio" }
  | { readonly kind: "exchange"; readonly exchange: string }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "asset"; readonly asset: string }

export const wholePortfolio: ReturnScope = { kind: "portfolio" }

export const exchangeOf = (account: string): string => (account === inTransit ? inTransit : account.slice(0, account.indexOf(":")))

export const covers = (scope: ReturnScope, asset: string, account: string): boolean =>
  scope.kind === "portfolio" ||
  (scope.kind === "asset"
    ? scope.asset === asset
    : scope.kind === "account"
      ? scope.account === account
      : scope.exchange === exchangeOf(account))

/** Movements whose worth is a flow of the scope. */
export const flowKindsOf = ({ kind }: ReturnScope): ReadonlyArray<MoveKind> =>
  kind === "exchange" || kind === "account" ? ["external", "transfer"] : ["external"]
