/** The spellings of a new exchange's name, and of the template's in their place. */
import { usage } from "../Io.ts"

export interface Names {
  /** `mercado-bitcoin` */
  readonly id: string
  /** `mercadoBitcoin`, the adapter in code. */
  readonly value: string
  /** `MercadoBitcoin`, in names of files and functions. */
  readonly stem: string
  /** `Mercado Bitcoin`, for people. */
  readonly title: string
}

export const namesOf = (id: string, title?: string): Names => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw usage(`${JSON.stringify(id)} is no id: lower-case letters and digits, with hyphens between, such as mercado-bitcoin.`)
  if (title !== undefined && !/^[\p{L}\p{N}][\p{L}\p{N} .&-]*$/u.test(title))
    throw usage(`${JSON.stringify(title)} is no name of an exchange.`)
  const words = id.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  const stem = words.join("")
  return { id, value: stem.charAt(0).toLowerCase() + stem.slice(1), stem, title: title ?? words.join(" ") }
}

/** A file of the template, by path, in the new exchange's names. */
export const renamed = (text: string, { id, value, stem, title }: Names): string =>
  text
    .replaceAll("@caudal/create-exchange", `@caudal/exchange-${id}`)
    // In code: the adapter's value, and pieces of identifiers and file names.
    .replaceAll(/\bquetzal\b(?=,? (?:=|\}|from)|,\s*simulator)/g, value)
    .replaceAll(/(?<=[a-z/])Quetzal(?=[A-Z.])|Quetzal(?=Simulator|\.ts)/g, stem)
    // In words, addresses and keys.
    .replaceAll("Quetzal", title)
    .replaceAll("quetzal", id)
