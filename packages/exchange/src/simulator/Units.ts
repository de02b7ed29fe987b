/** Amounts of invented accounts in whole units of a power of ten, so that whoever makes them up cannot round by accident. */
export type Units = bigint

/** Rounds half up, of what is not below zero. */
export const divide = (value: bigint, by: bigint): bigint => (value + by / 2n) / by

/** Below this a double holds every unit, and prints it faster than glued text. */
const exactInDouble = 10n ** 15n

export interface Unit {
  readonly perOne: Units
  /** `"12.5"` as units. */
  readonly of: (text: string) => Units
  /** Exactly so many decimals, the rest cut off; all that there are where it is not said. */
  readonly print: (value: Units, places?: number) => string
  /** To so many decimals, half away from zero. */
  readonly round: (value: Units, places: number) => Units
}

/** Units of 10^-`scale`. */
export const makeUnit = (scale: number): Unit => {
  const perOne = 10n ** BigInt(scale)
  return {
    perOne,
    of: (text) => {
      const [whole = "0", fraction = ""] = text.split(".")
      return BigInt(whole + fraction.padEnd(scale, "0"))
    },
    print: (value, places = scale) => {
      if (places === scale && value > -exactInDouble && value < exactInDouble) return (Number(value) / 10 ** scale).toFixed(scale)
      const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0")
      return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale).slice(0, places)}`
    },
    round: (value, places) => {
      const step = 10n ** BigInt(scale - places)
      return value < 0n ? -divide(-value, step) * step : divide(value, step) * step
    }
  }
}
