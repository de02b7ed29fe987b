/**
 * The page of each exchange in docs/exchanges, made from its adapter's manifest. Adapters are found by their folder, so
 * that a new one gets its page without a line here.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "./Repository.ts"

interface Text {
  readonly en: string
}

/** What a page shows of a manifest. The contract itself is `@caudal/exchange`, which repository checks may not import. */
export interface PageManifest {
  readonly id: string
  readonly name: string
  readonly homepage: string
  readonly docs: string
  readonly regions: ReadonlyArray<string>
  readonly status: string
  readonly adapterVersion: string
  readonly contractVersion: number
  readonly hosts: Readonly<Record<string, string>>
  readonly endpoints: Readonly<
    Record<
      string,
      {
        readonly method: string
        readonly host: string
        readonly path: string
        readonly signed: boolean
        readonly rate: string
        readonly cost: number
        readonly postReason?: string
      }
    >
  >
  readonly rates: Readonly<
    Record<
      string,
      {
        readonly scope: string
        readonly limit: number
        readonly windowMs: number
        readonly budget: number
        readonly lockoutMs: number
        readonly repeatedLockoutMs: number
        readonly repeatWithinMs: number
      }
    >
  >
  readonly nonce: { readonly kind: string; readonly digits?: number }
  readonly clock: { readonly source: string; readonly toleranceMs: number }
  readonly credentials: {
    readonly fields: ReadonlyArray<{
      readonly name: string
      readonly kind: string
      readonly label: Text
      readonly help: Text
      readonly pattern: string
      readonly appearsIn: ReadonlyArray<string>
    }>
    readonly createKeyUrl: string
    readonly steps: ReadonlyArray<Text>
    readonly tick: ReadonlyArray<string>
    readonly neverTick: ReadonlyArray<string>
    readonly listsRights?: boolean
    readonly ipAllowList: { readonly supported: boolean; readonly maxAddresses: number | null; readonly advice: Text }
    readonly rotateAfterDays: number
  }
  readonly streams: ReadonlyArray<{
    readonly id: string
    readonly title: Text
    readonly endpoint: string
    readonly order: string
    readonly pageSize: number
    readonly paging: string
    readonly window: null | { readonly largestMs: number; readonly from: number }
    readonly granularityMs: number
    readonly historyDepth: "full" | { readonly days: number }
    readonly fanOut: null | { readonly by: string; readonly from: string }
    readonly stableIds: boolean
    readonly settleDelayMs: number
    readonly synced: boolean
    readonly permission: string | null
  }>
  readonly books: ReadonlyArray<{ readonly id: string; readonly posts: ReadonlyArray<string>; readonly witnesses: ReadonlyArray<string> }>
  readonly wallets: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<string>
  readonly syncIntervalMs: number
  readonly market: {
    readonly tickers: boolean
    readonly markets: boolean
    readonly candles?: {
      readonly endpoint: string
      readonly spansMs: ReadonlyArray<number>
      readonly dayStartMs: number
      readonly most: number
      readonly depth: "full" | { readonly candles: number }
    }
  }
}

const code = (text: string): string => `\`${text}\``
const codes = (texts: ReadonlyArray<string>): string => (texts.length === 0 ? "none" : texts.map(code).join(", "))
const yesNo = (value: boolean): string => (value ? "yes" : "no")

const units = [
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000]
] as const

/** `24 h`, `65 s`, `1 min`: the largest unit that leaves no fraction. */
export const duration = (ms: number): string => {
  const [unit, size] = units.find(([, length]) => ms > 0 && ms % length === 0) ?? (["ms", 1] as const)
  return `${ms / size} ${unit}`
}

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n")

const facts = (rows: ReadonlyArray<readonly [string, string]>): string => table(["", ""], rows)

const nonceWords = ({ kind, digits }: PageManifest["nonce"]): string =>
  kind === "increasing-per-key" ? `strictly rising per key, ${digits} digits (milliseconds and a counter)` : kind

const depth = (history: PageManifest["streams"][number]["historyDepth"]): string => (history === "full" ? "full" : `${history.days} days`)

const streamTable = (streams: PageManifest["streams"]): string =>
  table(
    [
      "stream",
      "title",
      "synced",
      "depth",
      "order",
      "page",
      "paging",
      "largest window",
      "grain",
      "stable ids",
      "settle delay",
      "one list per"
    ],
    streams.map((stream) => [
      code(stream.id),
      stream.title.en,
      yesNo(stream.synced),
      depth(stream.historyDepth),
      stream.order,
      String(stream.pageSize),
      stream.paging,
      stream.window === null ? "one list" : duration(stream.window.largestMs),
      duration(stream.granularityMs),
      yesNo(stream.stableIds),
      duration(stream.settleDelayMs),
      stream.fanOut === null ? "account" : `${stream.fanOut.by} (${stream.fanOut.from})`
    ])
  )

const permissionLines = (streams: PageManifest["streams"]): string => {
  const named = streams.filter(({ permission }) => permission !== null)
  return named.length === 0
    ? "The exchange does not say which permission opens which stream."
    : table(
        ["stream", "permission"],
        named.map(({ id, permission }) => [code(id), permission ?? ""])
      )
}

const credentialLines = ({ credentials }: PageManifest): string => {
  const { fields, steps, tick, neverTick, ipAllowList, listsRights, rotateAfterDays, createKeyUrl } = credentials
  const fieldTable = table(
    ["field", "label", "kind", "must match", "appears in a request"],
    fields.map(({ name, label, kind, pattern, appearsIn }) => [
      code(name),
      label.en,
      kind,
      code(pattern),
      appearsIn.length === 0 ? "never (only signs)" : codes(appearsIn)
    ])
  )
  const addresses = ipAllowList.supported
    ? `offered${ipAllowList.maxAddresses === null ? "" : `, up to ${ipAllowList.maxAddresses} addresses`}. ${ipAllowList.advice.en}`
    : "not offered."
  return `${fieldTable}

Keys are made at ${createKeyUrl}:

${steps.map(({ en }, i) => `${i + 1}. ${en}`).join("\n")}

- Tick: ${tick.map((name) => `“${name}”`).join(", ")}
- Never tick: ${neverTick.map((name) => `“${name}”`).join(", ")}
- The exchange tells what a key may do: ${listsRights === true ? "yes" : "no, so the owner's consent is asked"}.
- IP allow-list: ${addresses}
- Advised rotation: every ${rotateAfterDays} days.`
}

const rateTable = (rates: PageManifest["rates"]): string =>
  table(
    ["rate", "counted per", "the exchange allows", "Caudal uses", "pause after a refusal", "after a second one"],
    Object.entries(rates).map(([name, rate]) => [
      code(name),
      rate.scope,
      `${rate.limit} in ${duration(rate.windowMs)}`,
      `${rate.budget} in ${duration(rate.windowMs)}`,
      duration(rate.lockoutMs),
      `${duration(rate.repeatedLockoutMs)}, when within ${duration(rate.repeatWithinMs)}`
    ])
  )

const endpointTable = ({ endpoints, hosts }: PageManifest): string =>
  table(
    ["endpoint", "call", "signed", "rate", "cost"],
    Object.entries(endpoints).map(([name, { method, host, path: at, signed, rate, cost, postReason }]) => [
      code(name),
      `${code(`${method} ${hosts[host]}${at}`)}${postReason === undefined ? "" : ` (${postReason})`}`,
      yesNo(signed),
      code(rate),
      String(cost)
    ])
  )

const candleLines = ({ candles }: PageManifest["market"]): string =>
  candles === undefined
    ? "none"
    : `of ${candles.spansMs.map(duration).join(", ")}; ${candles.most} in a reply; ${
        candles.depth === "full" ? "back to a market's first day" : `the last ${candles.depth.candles}`
      }; a day begins at ${new Date(candles.dayStartMs).toISOString().slice(11, 16)} UTC`

/** `odd`: what the package's README says under "Oddities"; `null`: nothing. */
export const exchangePage = (manifest: PageManifest, odd: string | null): string => `# ${manifest.name}

<!-- Generated from the adapter's manifest and the oddities of its README. To accept a change: vitest run -u in tooling/checks. -->

${facts([
  ["slug", code(manifest.id)],
  ["status", manifest.status],
  ["regions", manifest.regions.join(", ")],
  ["site", manifest.homepage],
  ["API documentation", manifest.docs],
  ["adapter version", manifest.adapterVersion],
  ["contract version", String(manifest.contractVersion)],
  ["synced every", duration(manifest.syncIntervalMs)],
  ["wallets", codes(manifest.wallets)],
  ["kinds of event", codes(manifest.kinds)],
  [
    "public market data",
    codes(
      Object.entries(manifest.market)
        .filter(([, offered]) => offered !== false && offered !== undefined)
        .map(([name]) => name)
    )
  ],
  ["candles", candleLines(manifest.market)]
])}

## Credentials
${credentialLines(manifest)}

## Streams
A stream that is not synced can still be read from a recorded reply, with \`caudal parse\`.

${streamTable(manifest.streams)}

${permissionLines(manifest.streams)}

## Books
Compositions in order of preference. Posting streams build the books; witnesses prove and enrich them.

${table(
  ["composition", "post", "witness"],
  manifest.books.map(({ id, posts, witnesses }) => [code(id), codes(posts), codes(witnesses)])
)}

## Rates
${rateTable(manifest.rates)}

- Nonce: ${nonceWords(manifest.nonce)}.
- Clock: compared with the exchange's (${manifest.clock.source}); up to ${duration(manifest.clock.toleranceMs)} apart is accepted.

## Endpoints
Nothing else is ever called.

${endpointTable(manifest)}
${odd === null ? "" : `\n## Oddities\n${odd}\n`}`

/** What surprised whoever wrote the adapter: told in its package's README, shown on its page. */
export const oddities = (id: string, packages = path.join(root, "packages")): string | null => {
  const file = path.join(packages, `exchange-${id}`, "README.md")
  return existsSync(file) ? (/^## Oddities\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readFileSync(file, "utf8"))?.[1]?.trim() ?? null) : null
}

/** The list of all, beside their pages. */
export const exchangeIndex = (all: ReadonlyArray<PageManifest>): string => `# Exchanges

<!-- Generated from the adapters' manifests. To accept a change: vitest run -u in tooling/checks. -->

${table(
  ["exchange", "slug", "status", "regions", "history", "the exchange tells what a key may do"],
  all.map(({ id, name, status, regions, streams, credentials }) => [
    `[${name}](${id}.md)`,
    code(id),
    status,
    regions.join(", "),
    codes(streams.filter(({ synced }) => synced).map((stream) => stream.id)),
    yesNo(credentials.listsRights === true)
  ])
)}

What each of them is tested for: [conformance](conformance.md). One more: [add an exchange](../guide/add-an-exchange.md).
`

const isAdapter = (value: unknown): value is { readonly manifest: PageManifest } =>
  typeof value === "object" && value !== null && "manifest" in value

const entryOf = (folder: string): string => path.join(root, "packages", folder, "src", "index.ts")

/** Adapter packages, by folder. */
export const adapterFolders = (): ReadonlyArray<string> =>
  readdirSync(path.join(root, "packages"))
    .filter((name) => name.startsWith("exchange-") && existsSync(entryOf(name)))
    .toSorted()

/** Their manifests, in the same order. */
export const manifests = async (): Promise<ReadonlyArray<PageManifest>> => {
  const modules = await Promise.all(adapterFolders().map((name): Promise<object> => import(pathToFileURL(entryOf(name)).href)))
  return modules.flatMap((module) =>
    Object.values(module)
      .filter(isAdapter)
      .map(({ manifest }) => manifest)
  )
}
