import { civilOf } from "./CivilDay.ts"

/** The United Kingdom's tax year of a day, 6 April to 5 April: `2020/21`. */
export const ukTaxYear = (day: number): string => {
  const { year, month, day: dayOfMonth } = civilOf(day)
  const first = month > 4 || (month === 4 && dayOfMonth >= 6) ? year : year - 1
  return `${first}/${String((first + 1) % 100).padStart(2, "0")}`
}
