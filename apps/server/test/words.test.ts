import { describe, expect, it } from "vitest"

type Words = Readonly<Record<string, string>>
const wordsOf = async (language: string): Promise<Words> => {
  const file = new URL(`../src/page/${language}.js`, import.meta.url)
  return ((await import(file.href)) as Record<string, Words>)[language]!
}
/** `{label}` and the like, which are filled in. */
const holes = (text: string): ReadonlyArray<string> => (text.match(/\{\w+\}/g) ?? []).sort()

describe("what the page says", () => {
  it.each(["spanish", "portuguese"])("is said in %s as well, all of it, with the same figures in it", async (language) => {
    const [known, words] = [await wordsOf("english"), await wordsOf(language)]
    expect(Object.keys(words)).toEqual(Object.keys(known))
    for (const [name, text] of Object.entries(known)) expect(holes(words[name]!), name).toEqual(holes(text))
  })
})
