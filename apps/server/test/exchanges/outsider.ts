/** The kit's toy exchange as somebody else's package, in a folder of its own: as sources, or built and installed. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const toy = fileURLToPath(new URL("../../../../packages/certify/test/toy", import.meta.url))
const ours = fileURLToPath(new URL("../../node_modules", import.meta.url))

/** What the outsider's packages depend on, as its own installation would bring it. */
export const prepare = (folder: string): void => {
  mkdirSync(join(folder, "node_modules"), { recursive: true })
  for (const name of ["@caudal", "effect", "msw"]) symlinkSync(join(ours, name), join(folder, "node_modules", name))
}

const manifest = (name: string, exports: unknown): string => JSON.stringify({ name, version: "1.0.0", type: "module", exports })

/** `edits`: new text for a source, by its path under `src`. */
export const sourcesAt = (folder: string, edits: Readonly<Record<string, (text: string) => string>> = {}): string => {
  cpSync(toy, folder, { recursive: true })
  writeFileSync(
    join(folder, "package.json"),
    manifest("@acme/exchange-pond", { ".": "./src/index.ts", "./simulator": "./src/simulator/index.ts" })
  )
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(folder, "src", path)
    writeFileSync(file, edit(readFileSync(file, "utf8")))
  }
  return folder
}

/** As its author would publish it: JavaScript, entries named by condition. */
export const builtAt = (folder: string): string => {
  const src = join(toy, "src")
  for (const path of readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const file = join(folder, "dist", relative(src, join(src, path)).replace(/\.ts$/, ".js"))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, stripTypeScriptTypes(readFileSync(join(src, path), "utf8")).replaceAll(/(from\s+"\.[^"]*)\.ts"/g, '$1.js"'))
  }
  const entry = (path: string) => ({ types: `./dist/${path}.d.ts`, import: `./dist/${path}.js` })
  writeFileSync(
    join(folder, "package.json"),
    manifest("@acme/exchange-pond", { ".": entry("index"), "./simulator": entry("simulator/index") })
  )
  return folder
}
