/** The page's files, read once. */
import type { Asset } from "@caudal/graphql"
import { readFileSync } from "node:fs"

const file = (name: string, contentType: string): Asset => ({
  contentType: `${contentType}; charset=utf-8`,
  body: readFileSync(new URL(`../page/${name}`, import.meta.url), "utf8")
})

const scripts = [
  "accounts",
  "accountingQueries",
  "api",
  "chart",
  "dialog",
  "element",
  "english",
  "explain",
  "explorer",
  "history",
  "holdings",
  "keyForm",
  "overview",
  "ownWord",
  "portuguese",
  "queries",
  "reasons",
  "schema-docs",
  "spanish",
  "taxes",
  "views",
  "words"
]

export const pageAssets = (): Readonly<Record<string, Asset>> => ({
  "/": file("index.html", "text/html"),
  "/style.css": file("style.css", "text/css"),
  "/overview.css": file("overview.css", "text/css"),
  "/icon.svg": file("icon.svg", "image/svg+xml"),
  ...Object.fromEntries(scripts.map((name) => [`/${name}.js`, file(`${name}.js`, "text/javascript")]))
})
