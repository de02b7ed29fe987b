/** Which versions of the contract there are, and which of them a host still runs. */

/**
 * The version that this package describes, and that an adapter written with it names in its manifest. It rises by one
 * with every change that an adapter or a host has to follow; what may only be added (an optional field, a helper) leaves it.
 */
export const contractVersion = 1

/** The versions of adapters that the host of this release runs. `oldest` rises when the host drops one. */
export const supportedContracts = { oldest: 1, newest: contractVersion } as const

/** Why an adapter of that version is refused, and which side to update; `null` when it is not. */
export const contractRefusal = (
  written: unknown,
  { oldest, newest }: { readonly oldest: number; readonly newest: number } = supportedContracts
): string | null => {
  const range = oldest === newest ? `version ${newest}` : `versions ${oldest} to ${newest}`
  if (typeof written !== "number" || !Number.isSafeInteger(written) || written < 1)
    return `it does not say which version of the contract it is written for (this Caudal runs ${range}): its manifest needs contractVersion`
  if (written > newest) return `it is written for contract version ${written} and this Caudal runs ${range}: update Caudal`
  if (written < oldest) return `it is written for contract version ${written} and this Caudal runs ${range}: update the adapter`
  return null
}
