import { add, type Decimal, decimal, multiply, subtract, sum } from "../number/Decimal.ts"
import type { Book, Rest } from "../lots/Book.ts"
import { accountOf, assetOf } from "../lots/InventoryKey.ts"
import type { Ledger } from "../lots/Ledger.ts"
import { PolicyError } from "../lots/Policy.ts"
import { type Held, heldByAsset, Realised, type Standing } from "./Standing.ts"

/**
 * Where the value of what is held came from, from the first event until the last. Exactly, at any scope:
 *
 * `marketValue = netInflow + realised + unrealised + income − feesExpensed + withoutBasis.value + withoutBasis.proceeds − unvaluedCost`
 *
 * All money in the base currency. The figures of a period are those at its end less those at its start ({@link between}).
 */
export interface ProfitAndLoss {
  readonly marketValue: Decimal
  /**
   * Paid for what came in, less what went out fetched; fees included. Of one asset or account also what was carried in
   * from another one, at its cost, less what was carried out.
   */
  readonly netInflow: Decimal
  /** Gains of disposals whose cost and proceeds are known. */
  readonly realised: Decimal
  /** Of it, what was given away at its value had gained by then. */
  readonly realisedByGifts: Decimal
  /** Of what is held and has a known basis and a price. */
  readonly unrealised: Decimal
  readonly income: Decimal
  readonly feesExpensed: Decimal
  /** Units of unknown basis: what is held is worth, and what was sold fetched. No gain is claimed for them. */
  readonly withoutBasis: { readonly value: Decimal; readonly proceeds: Decimal }
  /** Cost of units that went out at a value nobody knows. */
  readonly unvaluedCost: Decimal
  /** Held assets without a price: they are in the market value at their cost. */
  readonly unpriced: ReadonlyArray<string>
}

/** One asset, one account, both, or (neither) everything. Accounts only where the policy's scope is the account throughout. */
export interface PnlScope {
  readonly asset?: string
  readonly account?: string
}

/** Of one unit, in the base currency; null or absent where nobody knows. */
export type PriceOf = (asset: string) => string | null | undefined

type Names = Pick<Ledger, "assets" | "scales" | "moneyScale">

const recordOf =
  (prices: Readonly<Record<string, string>>): PriceOf =>
  (asset) =>
    Object.hasOwn(prices, asset) ? prices[asset] : undefined

const worthOf = (held: ReadonlyMap<number, Held>, { assets, scales, moneyScale }: Names, priceOf: PriceOf) => {
  let marketValue = "0" as Decimal
  let unrealised = "0" as Decimal
  let withoutBasis = "0" as Decimal
  const unpriced: Array<string> = []
  for (const [asset, own] of held) {
    const name = assets[asset]!
    const basis = decimal(own.cost, moneyScale)
    const price = priceOf(name)
    if (price == null) {
      unpriced.push(name)
      marketValue = add(marketValue, basis)
      continue
    }
    const value = multiply(decimal(own.quantity, scales[asset]!), price)
    const without = multiply(decimal(own.withoutBasis, scales[asset]!), price)
    marketValue = add(marketValue, add(value, without))
    unrealised = add(unrealised, subtract(value, basis))
    withoutBasis = add(withoutBasis, without)
  }
  return { marketValue, unrealised, withoutBasis, unpriced }
}

/** Worth of what is held, with and without a known basis. */
export const heldBy = ({ ledger }: Book, rests: ReadonlyArray<Rest>, prices: Readonly<Record<string, string>>) =>
  worthOf(heldByAsset(rests), ledger, recordOf(prices))

/** The lines of what stands in one book, or in several parts of one. */
export const pnlOf = (standings: Iterable<Standing>, names: Names, priceOf: PriceOf): ProfitAndLoss => {
  const realised = new Realised()
  const held = new Map<number, Held>()
  let inflow = 0n
  let income = 0n
  let feesExpensed = 0n
  for (const standing of standings) {
    realised.addAll(standing.realised)
    if (standing.held !== null) held.set(standing.asset, standing.held)
    for (const flows of standing.flows) {
      inflow += flows.acquired + flows.feesExpensed - flows.givenAway
      income += flows.income
      feesExpensed += flows.feesExpensed
    }
  }
  const { marketValue, unrealised, withoutBasis, unpriced } = worthOf(held, names, priceOf)
  const money = (units: bigint): Decimal => decimal(units, names.moneyScale)
  return {
    marketValue,
    netInflow: money(inflow - realised.proceeds),
    realised: money(realised.gain),
    realisedByGifts: money(realised.byGifts),
    unrealised,
    income: money(income),
    feesExpensed: money(feesExpensed),
    withoutBasis: { value: withoutBasis, proceeds: money(realised.withoutBasis) },
    unvaluedCost: money(realised.unvaluedCost),
    unpriced
  }
}

/**
 * `prices`: of one unit, in the base currency, by asset. Throws a {@link PolicyError} for an account where lots are not
 * kept by account: what each holds then has no basis of its own.
 */
export const profitAndLoss = (book: Book, prices: Readonly<Record<string, string>>, scope: PnlScope = {}): ProfitAndLoss => {
  const { assets, accounts } = book.ledger
  const perAccount = book.policy.scope === "account"
  if (scope.account !== undefined && !perAccount) throw new PolicyError('the gain of an account needs the scope "account"')
  const wantedAsset = scope.asset === undefined ? null : assets.indexOf(scope.asset)
  const wantedAccount = scope.account === undefined ? null : accounts.indexOf(scope.account)
  const covers = (asset: number, account: number | null): boolean =>
    (wantedAsset === null || wantedAsset === asset) && (wantedAccount === null || wantedAccount === account)
  const realised = new Map<number, Realised>()
  for (const sale of book.sales) {
    if (!covers(sale.asset, sale.entry.account)) continue
    const own = realised.get(sale.asset) ?? new Realised()
    own.add(sale)
    realised.set(sale.asset, own)
  }
  const held = heldByAsset(book.rests.filter(({ asset, account }) => covers(asset, account)))
  const flows = [...book.flows].filter(([key]) => covers(assetOf(key), perAccount ? accountOf(key) : null))
  const byAsset = Map.groupBy(flows, ([key]) => assetOf(key))
  // What is held first: what has no price is named in the order of the rests.
  const found = new Set([...held.keys(), ...realised.keys(), ...byAsset.keys()])
  const standings = Array.from(found, (asset): Standing => ({
    asset,
    realised: realised.get(asset) ?? new Realised(),
    held: held.get(asset) ?? null,
    flows: (byAsset.get(asset) ?? []).map(([, own]) => own)
  }))
  return pnlOf(standings, book.ledger, recordOf(prices))
}

/** What the lines do not explain of the market value: zero, or a fault of this package. */
export const unexplained = (pnl: ProfitAndLoss): Decimal =>
  subtract(
    add(pnl.marketValue, add(pnl.feesExpensed, pnl.unvaluedCost)),
    sum([pnl.netInflow, pnl.realised, pnl.unrealised, pnl.income, pnl.withoutBasis.value, pnl.withoutBasis.proceeds])
  )

/** The lines of a period, from those until its start and those until its end. */
export const between = (start: ProfitAndLoss, end: ProfitAndLoss): ProfitAndLoss => ({
  marketValue: subtract(end.marketValue, start.marketValue),
  netInflow: subtract(end.netInflow, start.netInflow),
  realised: subtract(end.realised, start.realised),
  realisedByGifts: subtract(end.realisedByGifts, start.realisedByGifts),
  unrealised: subtract(end.unrealised, start.unrealised),
  income: subtract(end.income, start.income),
  feesExpensed: subtract(end.feesExpensed, start.feesExpensed),
  withoutBasis: {
    value: subtract(end.withoutBasis.value, start.withoutBasis.value),
    proceeds: subtract(end.withoutBasis.proceeds, start.withoutBasis.proceeds)
  },
  unvaluedCost: subtract(end.unvaluedCost, start.unvaluedCost),
  unpriced: end.unpriced
})
