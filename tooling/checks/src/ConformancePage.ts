/**
 * docs/exchanges/conformance.md: case × exchange. A tick is what `npm test` has seen: every adapter package runs all cases of
 * the kit, and one that failed would end it. What a case is skipped for is asked of the case itself.
 */
import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { adapterFolders, type PageManifest } from "./ExchangePages.ts"
import { root } from "./Repository.ts"

/** What the page shows of a case of @caudal/certify, which repository checks may not import by name. */
export interface PageCase {
  readonly id: string
  readonly group: string
  readonly name: string
  readonly skip?: (manifest: PageManifest) => string | null
}

export const conformanceCases = async (): Promise<ReadonlyArray<PageCase>> => {
  const kit = (await import(pathToFileURL(path.join(root, "packages", "certify", "src", "index.ts")).href)) as {
    readonly cases: ReadonlyArray<PageCase>
  }
  return kit.cases
}

/** Adapter packages whose tests do not run the whole kit on the adapter itself: a tick for them would be a claim. */
export const uncertified = (folders = adapterFolders(), packages = path.join(root, "packages")): ReadonlyArray<string> =>
  folders.filter((folder) => {
    const file = path.join(packages, folder, "test", "certify.test.ts")
    const text = existsSync(file) ? readFileSync(file, "utf8") : ""
    return !/testsOf\(subject\)\) it\.skipIf\(skipped !== null\)\(title, run/.test(text) || /\.(only|todo|fails)\b/.test(text)
  })

export const conformancePage = (cases: ReadonlyArray<PageCase>, manifests: ReadonlyArray<PageManifest>): string => {
  const reasons: Array<string> = []
  const cell = (one: PageCase, manifest: PageManifest): string => {
    const reason = one.skip?.(manifest) ?? null
    if (reason === null) return "✓"
    if (!reasons.includes(reason)) reasons.push(reason)
    return `– ${reasons.indexOf(reason) + 1}`
  }
  const rows = cases.map((one) => `| ${[one.id, one.name, ...manifests.map((manifest) => cell(one, manifest))].join(" | ")} |`)
  const head = ["case", "what is kept", ...manifests.map(({ name, id }) => `[${name}](${id}.md)`)]
  return `# Conformance

<!-- Generated from the cases and the adapters' manifests. To accept a change: vitest run -u in tooling/checks. -->

Every case of the [conformance kit](../../packages/certify) on every exchange, through the real host and the real store. ✓: it passes; \`npm test\` runs
all of them, and would fail. –: skipped for what the exchange's manifest declares, by the number below. \`caudal certify <exchange>\` runs them by hand,
\`caudal certify <exchange> --list\` says why each matters.

| ${head.join(" | ")} |
| ${head.map(() => "---").join(" | ")} |
${rows.join("\n")}

${reasons.map((reason, i) => `${i + 1}. ${reason}`).join("\n")}
`
}
