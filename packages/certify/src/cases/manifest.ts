/** The manifest is data that the host, the forms and the documentation are drawn from: it must hang together. */
import { contractRefusal, eventKinds, type LocalText, type Manifest } from "@caudal/exchange"
import { ofAccounts } from "../accounts.ts"
import { type Case, must } from "../Case.ts"

const group = "manifest"

const mustSpeak = (text: LocalText, where: string): void => {
  for (const language of ["en", "es", "pt"] as const) must(text[language].trim() !== "", () => `${where} has no text in ${language}`)
}

const check = (id: string, name: string, why: string, look: (manifest: Manifest, streams: ReadonlyArray<string>) => void): Case => ({
  id,
  group,
  name,
  why,
  run: async ({ adapter }) => look(adapter.manifest, Object.keys(adapter.streams))
})

export const manifest: ReadonlyArray<Case> = [
  check("D-01", "is written for this version of the contract", "The host would refuse it at start.", (one) => {
    const refusal = contractRefusal(one.contractVersion)
    must(refusal === null, () => refusal ?? "")
    must(/^[a-z][a-z0-9-]*$/.test(one.id), () => `${one.id} is no id: lower-case letters, digits and hyphens`)
    must(/^\d+\.\d+\.\d+/.test(one.adapterVersion), () => `${one.adapterVersion} is no version`)
  }),
  check("D-02", "names only what it declares", "A list would be asked for that does not exist.", (one, streams) => {
    for (const spec of one.streams) {
      must(Object.hasOwn(one.endpoints, spec.endpoint), () => `stream ${spec.id} names endpoint ${spec.endpoint}, which is not declared`)
      must(streams.includes(spec.id), () => `stream ${spec.id} is declared, and the adapter does not have it`)
      must(
        spec.pageSize >= 1 && spec.settleDelayMs >= 0 && spec.granularityMs >= 1,
        () => `stream ${spec.id} has a page size, settle delay or granularity that cannot be`
      )
      must(
        !spec.synced || spec.order !== "unordered" || spec.window !== null,
        () => `stream ${spec.id} has neither an order nor windows: it cannot be read`
      )
      must(
        spec.window === null || (spec.window.largestMs >= spec.granularityMs && spec.window.from >= 0),
        () => `stream ${spec.id} has windows that cannot be`
      )
    }
    for (const id of streams)
      must(
        one.streams.some((spec) => spec.id === id),
        () => `the adapter has stream ${id}, and the manifest does not declare it`
      )
    for (const [key, { rate, host }] of Object.entries(one.endpoints)) {
      must(Object.hasOwn(one.rates, rate), () => `endpoint ${key} names rate ${rate}, which is not declared`)
      must(Object.hasOwn(one.hosts, host), () => `endpoint ${key} names host ${host}, which is not declared`)
    }
  }),
  check("D-03", "declares reads only, over https, each POST with its reason", "The host refuses anything else.", (one) => {
    for (const [key, host] of Object.entries(one.hosts)) must(host.startsWith("https://"), () => `host ${key} is not https: ${host}`)
    for (const [key, { method, path, postReason }] of Object.entries(one.endpoints)) {
      must(method === "GET" || (postReason ?? "").trim() !== "", () => `endpoint ${key} is a POST and does not say why`)
      must(
        /^\/(?:[A-Za-z0-9/_.-]|\{[a-z][A-Za-z0-9]*\})*$/.test(path) && !path.includes(".."),
        () => `endpoint ${key} has a path that is not plain: ${path}`
      )
    }
  }),
  check("D-04", "stays below the limits it declares", "Users would be locked out together.", (one) => {
    for (const [key, rule] of Object.entries(one.rates)) {
      must(
        rule.budget >= 1 && rule.budget < rule.limit,
        () => `rate ${key} uses ${rule.budget} of ${rule.limit}: there is no room left for anybody else`
      )
      must(rule.lockoutMs > 0 && rule.repeatedLockoutMs >= rule.lockoutMs, () => `rate ${key} has pauses that cannot be`)
    }
  }),
  check("D-08", "is data, and nothing that runs", "It would say something else each time it is read.", (one) => {
    const odd = computedIn(one, "manifest")
    must(
      odd === null,
      () => `${odd} is computed when it is read: a manifest is written out, so that it can be read without running anything`
    )
  }),
  ...ofAccounts([
    check("D-05", "builds the books in at least one way, each list once", "Nothing would post, or everything twice.", (one) => {
      must(one.books.length > 0, "there is no way to build the books")
      for (const { id, posts, witnesses } of one.books) {
        must(posts.length > 0, () => `composition ${id} posts nothing`)
        const all = [...posts, ...witnesses]
        must(new Set(all).size === all.length, () => `composition ${id} names a list twice`)
        for (const stream of all)
          must(
            one.streams.some((spec) => spec.id === stream && spec.synced),
            () => `composition ${id} names ${stream}, which is not synced`
          )
      }
      must(one.wallets.length > 0, "there is no wallet")
      must(one.kinds.includes("unrecognised"), "kinds do not include unrecognised: an unknown operation has nowhere to go")
      for (const kind of one.kinds) must(eventKinds.includes(kind), () => `${kind} is no kind of event`)
    }),
    check(
      "D-06",
      "says in three languages how to make a key, and what never to tick",
      "The form would be empty for somebody.",
      ({ credentials }) => {
        must(credentials.fields.length > 0 && credentials.steps.length > 0, "there are no fields, or no steps")
        for (const field of credentials.fields) {
          mustSpeak(field.label, `the label of ${field.name}`)
          mustSpeak(field.help, `the help of ${field.name}`)
          must(isPattern(field.pattern), () => `the pattern of ${field.name} is no regular expression`)
          const shown = field.appearsIn.find((place) => place.startsWith("query:"))
          must(shown === undefined || field.kind === "key", () => `${field.name} is a ${field.kind} and may appear in addresses (${shown})`)
        }
        for (const [i, step] of credentials.steps.entries()) mustSpeak(step, `step ${i + 1}`)
        must(credentials.neverTick.length > 0, "nothing is named that must never be ticked")
        for (const name of credentials.tick) {
          must(!credentials.neverTick.includes(name), () => `${name} is to be ticked, and never to be ticked`)
          for (const language of ["en", "es", "pt"] as const)
            must(
              credentials.steps.some((step) => step[language].includes(name)),
              () => `${name} is to be ticked, and no step in ${language} says so`
            )
        }
        must(
          URL.parse(credentials.createKeyUrl)?.protocol === "https:",
          () => `${credentials.createKeyUrl} is no https address to make a key at`
        )
      }
    ),
    check(
      "D-07",
      "every list that is read needs what the owner is told to tick, in the same words",
      "Whoever follows the steps would have a key that cannot read a part of the history.",
      ({ books, credentials, streams }) => {
        const read = new Set(books.flatMap(({ posts, witnesses }) => [...posts, ...witnesses]))
        for (const { id, permission } of streams.filter((spec) => read.has(spec.id)))
          must(
            permission === null || credentials.tick.includes(permission),
            () => `stream ${id} needs the permission ${permission}, and the owner is told to tick ${credentials.tick.join(", ")}`
          )
      }
    )
  ])
]

/** The first place that is no plain data; `null`: there is none. */
const computedIn = (value: unknown, place: string): string | null => {
  if (typeof value === "function") return place
  if (typeof value !== "object" || value === null) return null
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    const found = "value" in property ? computedIn(property.value, `${place}.${key}`) : `${place}.${key}`
    if (found !== null) return found
  }
  return null
}

const isPattern = (source: string): boolean => {
  try {
    new RegExp(`^(?:${source})$`)
    return true
  } catch {
    return false
  }
}
