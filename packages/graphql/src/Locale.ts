/** The languages that texts for people come in. */
import type { LocalText } from "@caudal/exchange"

export const locales = ["en", "es", "pt"] as const
export type Locale = (typeof locales)[number]

export const textIn = (text: LocalText, locale: Locale): string => text[locale]

/** The first language of an `Accept-Language` header that we speak, by its weights; English when there is none. */
export const preferredLocale = (header: string | null): Locale => {
  const wanted = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";")
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((q) => q !== undefined)
      return { language: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
  for (const { language } of wanted) {
    const locale = locales.find((known) => known === language)
    if (locale !== undefined) return locale
  }
  return "en"
}
