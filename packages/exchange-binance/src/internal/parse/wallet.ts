/** Binance's words for the account's wallets. Spot is also where everything is that names no wallet. */
const wallets: ReadonlyMap<unknown, string> = new Map([
  ["SPOT", "spot"],
  ["MAIN", "spot"],
  ["FUNDING", "funding"],
  ["EARN", "earn"]
])

export const walletOf = (word: unknown): string => wallets.get(word) ?? "spot"

/** `null`: a wallet that these books do not hold (futures, margin, options). */
export const ownWallet = (word: string): string | null => wallets.get(word) ?? null
