/** What stands for an account while the exchange has not told which it is. */
export const unknownAccount = (fingerprint: string): string => `key-${fingerprint.slice(0, 16)}`
export const isUnknown = ({ accountKey }: { readonly accountKey: string }): boolean => /^key-[0-9a-f]{16}$/.test(accountKey)
