/** An asset in an account as one number that stays the same however many accounts there are. */
const accountsAtMost = 65_536

export const keyOf = (asset: number, account: number): number => asset * accountsAtMost + account
export const assetOf = (key: number): number => Math.floor(key / accountsAtMost)
export const accountOf = (key: number): number => key % accountsAtMost
