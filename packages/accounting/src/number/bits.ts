/** The lowest 64 bits of a whole number, to be read in parts without making objects of them: set, and read at once. */
export const bits = new DataView(new ArrayBuffer(8))

/** What the upper of the two words counts. */
export const wordSize = 2 ** 32

/** What `bits` hold, as a number with a sign: all of what was set, where that {@link isDouble | is a double}. */
export const doubleOfBits = (): number => bits.getInt32(0) * wordSize + bits.getUint32(4)

/** Whether a number that was just set is the safe integer that its bits gave. */
export const isDouble = (number: bigint, double: number): boolean => Number.isSafeInteger(double) && bits.getBigInt64(0) === number
