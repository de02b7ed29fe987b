/** What an account holds, in one text: equal texts are equal to the last digit. */
import { Decimal, type WalletBalance } from "@caudal/exchange"

export const held = (balances: ReadonlyArray<WalletBalance>): string =>
  balances
    .filter(({ total }) => !Decimal.isZero(total))
    .map(({ wallet, asset, total }) => `${wallet} ${asset} ${total}`)
    .sort()
    .join("\n")
