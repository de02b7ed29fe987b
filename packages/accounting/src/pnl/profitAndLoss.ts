import { add, type Decimal, decimal, multiply, subtract, sum } from "../number/Decimal.ts"
import type { Book, Rest, Sale } from "../lots/Book.ts"
import { accountOf, assetOf } from "../lots/InventoryKey.ts"
import { proceedsOf } from "../lots/Report.ts"
import { PolicyError } from "../lots/Policy.ts"

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

interface Realised {
  readonly proceeds: bigint
  readonly realised: bigint
  readonly unknownProceeds: bigint
  readonly unvaluedCost: bigint
}

const realisedBy = (sales: ReadonlyArray<Sale>): Realised => {
  let proceeds = 0n
  let realised = 0n
  let unknownProceeds = 0n
  let unvaluedCost = 0n
  for (const sale of sales) {
    proceeds += sale.proceeds ?? 0n
    realised += sale.denied
    const shares = proceedsOf(sale)
    sale.slices.forEach(({ cost }, i) => {
      const fetched = shares[i] ?? null
      if (fetched !== null && cost !== null) realised += fetched - cost
      else if (fetched !== null) unknownProceeds += fetched
      else unvaluedCost += cost ?? 0n
    })
  }
  return { proceeds, realised, unknownProceeds, unvaluedCost }
}

/** Worth of what is held, with and without a known basis. */
export const heldBy = ({ ledger }: Book, rests: ReadonlyArray<Rest>, prices: Readonly<Record<string, string>>) => {
  let marketValue = "0" as Decimal
  let unrealised = "0" as Decimal
  let withoutBasis = "0" as Decimal
  const unpriced = new Set<string>()
  for (const { asset, quantity, cost } of rests) {
    if (quantity === 0n && cost === 0n) continue
    const name = ledger.assets[asset]!
    const price = Object.hasOwn(prices, name) ? prices[name] : undefined
    if (price === undefined) unpriced.add(name)
    const basis = decimal(cost ?? 0n, ledger.moneyScale)
    const value = price === undefined ? basis : multiply(decimal(quantity, ledger.scales[asset]!), price)
    marketValue = add(marketValue, value)
    if (cost === null) withoutBasis = add(withoutBasis, value)
    else unrealised = add(unrealised, subtract(value, basis))
  }
  return { marketValue, unrealised, withoutBasis, unpriced: [...unpriced] }
}

/**
 * `prices`: of one unit, in the base currency, by asset. Throws a {@link PolicyError} for an account where lots are not
 * kept by account: what each holds then has no basis of its own.
 */
export const profitAndLoss = (book: Book, prices: Readonly<Record<string, string>>, scope: PnlScope = {}): ProfitAndLoss => {
  const { assets, accounts, moneyScale } = book.ledger
  const perAccount = book.policy.scope === "account"
  if (scope.account !== undefined && !perAccount) throw new PolicyError('the gain of an account needs the scope "account"')
  const wantedAsset = scope.asset === undefined ? null : assets.indexOf(scope.asset)
  const wantedAccount = scope.account === undefined ? null : accounts.indexOf(scope.account)
  const covers = (asset: number, account: number | null): boolean =>
    (wantedAsset === null || wantedAsset === asset) && (wantedAccount === null || wantedAccount === account)
  const all = wantedAsset === null && wantedAccount === null
  const sales = all ? book.sales : book.sales.filter(({ asset, entry }) => covers(asset, entry.account))
  const rests = all ? book.rests : book.rests.filter(({ asset, account }) => covers(asset, account))
  let inflow = 0n
  let income = 0n
  let feesExpensed = 0n
  for (const [key, flows] of book.flows) {
    if (!covers(assetOf(key), perAccount ? accountOf(key) : null)) continue
    inflow += flows.acquired + flows.feesExpensed - flows.givenAway
    income += flows.income
    feesExpensed += flows.feesExpensed
  }
  const { proceeds, realised, unknownProceeds, unvaluedCost } = realisedBy(sales)
  const { marketValue, unrealised, withoutBasis, unpriced } = heldBy(book, rests, prices)
  const money = (units: bigint): Decimal => decimal(units, moneyScale)
  return {
    marketValue,
    netInflow: money(inflow - proceeds),
    realised: money(realised),
    unrealised,
    income: money(income),
    feesExpensed: money(feesExpensed),
    withoutBasis: { value: withoutBasis, proceeds: money(unknownProceeds) },
    unvaluedCost: money(unvaluedCost),
    unpriced
  }
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
