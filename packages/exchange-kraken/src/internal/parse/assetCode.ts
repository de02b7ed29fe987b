/**
 * What an asset code tells. It stays as printed everywhere (`DOT28.S`, `XBT.F`, `USD.HOLD`): its suffix only says in which
 * of the account's wallets the amount lies. Ledger and balances print the same codes, so both agree on the wallet.
 */
const walletOfSuffix: ReadonlyMap<string, string> = new Map([
  // Staked, opt-in rewards, parachain auctions, yield-bearing products, automatic rewards.
  ["S", "earn"],
  ["M", "earn"],
  ["P", "earn"],
  ["B", "earn"],
  ["F", "earn"],
  // Fiat that was credited and may not leave yet.
  ["HOLD", "hold"]
])

/** Codes without a suffix, and those with one that we do not know (`.T` is a tokenised share), are spot. */
export const walletOf = (asset: string): string => {
  // Every posting asks, and nearly none has a suffix.
  if (asset.indexOf(".") < 0) return "spot"
  const dot = asset.lastIndexOf(".")
  return dot <= 0 ? "spot" : (walletOfSuffix.get(asset.slice(dot + 1)) ?? "spot")
}

/** Legal tender, whose rails name people. Legacy codes start with Z; `EUR.M` is still money of a bank. */
const tender: ReadonlySet<string> = new Set(["USD", "EUR", "GBP", "CAD", "JPY", "AUD", "KRW", "CHF", "AED", "ARS", "BRL", "COP", "MXN"])

export const isFiat = (asset: string): boolean => {
  const [code = ""] = asset.split(".")
  return tender.has(code) || (code.length === 4 && code.startsWith("Z") && tender.has(code.slice(1)))
}
