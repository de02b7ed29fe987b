/** The page's files, read once. */
import type { Asset } from "@caudal/graphql"
import { readFileSync } from "node:fs"

const file = (name: string, contentType: string): Asset => ({
  contentType: `${contentType}; charset=utf-8`,
  body: readFileSync(new URL(`../page/${name}`, import.meta.url), "utf8")
})

export const pageAssets = (): Readonly<Record<string, Asset>> => ({
  "/": file("index.html", "text/html"),
  "/style.css": file("style.css", "text/css"),
  "/explorer.js": file("explorer.js", "text/javascript"),
  "/accountingQueries.js": file("accountingQueries.js", "text/javascript"),
  "/queries.js": file("queries.js", "text/javascript"),
  "/schema-docs.js": file("schema-docs.js", "text/javascript"),
  "/icon.svg": file("icon.svg", "image/svg+xml")
})
