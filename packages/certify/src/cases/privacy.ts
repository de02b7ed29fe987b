/** Secrets and names, planted as canaries: they must be nowhere. */
import { LosslessJson, type Reply } from "@caudal/exchange"
import { type Case, must, type Subject } from "../Case.ts"
import type { Act, FaultRule } from "@caudal/exchange/simulator"
import { everyday } from "../histories.ts"
import { observe } from "../rig/observe.ts"
import { withOdd } from "../rig/oddRows.ts"
import { type Rig, type RigOptions, withRig } from "../rig/Rig.ts"
import { trapped } from "../rig/trapped.ts"
import { onAll, onLists } from "./survival.ts"

const group = "privacy"
const canary = "canario-7f3a91"

const secretsOf = ({ adapter }: Subject, { simulator }: Rig): ReadonlyArray<string> =>
  adapter.manifest.credentials.fields
    .filter(({ kind }) => kind !== "key")
    .map(({ name }) => simulator.credentials[name] ?? "")
    .filter((text) => text !== "")

const peopleOf = (acts: ReadonlyArray<Act>): ReadonlyArray<string> =>
  acts.flatMap((act) => ("person" in act && act.person !== undefined ? [act.person] : []))

/** A run with troubles of every kind, so that errors and logs are written, too. */
const troubled = ({ adapter }: Subject): RigOptions => {
  const { manifest } = adapter
  const faults: ReadonlyArray<FaultRule> = [
    ...onLists(manifest, "errorBody", 2, { status: 200, message: `${canary} refused` }),
    ...onLists(manifest, "html", 4, { status: 502 }),
    ...onLists(manifest, "reset", 6)
  ]
  return { acts: everyday(manifest), faults }
}

const replyOf = (text: string, status: number): Reply => {
  try {
    return { status, contentType: null, text, json: LosslessJson.parse(text) }
  } catch {
    return { status, contentType: null, text }
  }
}

export const privacy: ReadonlyArray<Case> = [
  {
    id: "V-01",
    group,
    name: "a secret is in no address, and in no header or body but where the manifest says",
    why: "Addresses are written down by every proxy on the way.",
    run: (subject) =>
      withRig(subject, { acts: everyday(subject.adapter.manifest) }, async (rig) => {
        // What was sent counts, also where the exchange then refused it.
        const refused = await rig.connect().then(
          () => null,
          (error: unknown) => error
        )
        const places = subject.adapter.manifest.credentials.fields
          .filter(({ kind }) => kind !== "key")
          .flatMap(({ appearsIn }) => appearsIn as ReadonlyArray<string>)
        for (const secret of secretsOf(subject, rig)) {
          const forms = [secret, encodeURIComponent(secret)]
          for (const { url, headers, body } of rig.wire.sent) {
            const shows = (text: string) => forms.some((form) => text.includes(form))
            must(!shows(url.href), () => `a secret stands in the address of ${url.pathname}`)
            must(!shows(body) || places.includes("body"), () => `a secret stands in the body of ${url.pathname}`)
            for (const [name, value] of Object.entries(headers))
              must(!shows(value) || places.includes(`header:${name}`), () => `a secret stands in the header ${name} of ${url.pathname}`)
          }
        }
        if (refused !== null) throw refused
      })
  },
  {
    id: "V-02",
    group,
    name: "a secret is in no file, log, error or event",
    why: "Whoever reads a log or a backup would have the key.",
    run: (subject) =>
      withRig(subject, troubled(subject), async (rig) => {
        await rig.connect()
        await rig.recover()
        const book = await rig.book()
        const told = [
          ...rig.logs,
          ...book.lines,
          JSON.stringify(book.streams),
          JSON.stringify(book.certificate),
          JSON.stringify(await rig.connection())
        ]
        for (const secret of secretsOf(subject, rig)) {
          must(
            rig.files().every((file) => !file.includes(secret)),
            "a secret lies in a file of the data folder"
          )
          must(
            told.every((text) => !text.includes(secret)),
            "a secret is in a log, an event or an error"
          )
        }
      })
  },
  {
    id: "V-03",
    group,
    name: "people are not kept: neither the owner nor who sent or got the money",
    why: "A portfolio needs no names; what is not there cannot leak.",
    run: async (subject) => {
      const { acts } = troubled(subject)
      const { adapter, texts } = observe(subject.adapter)
      await withRig(subject, { acts, adapter }, async (rig) => {
        await rig.connect()
        const names = [...peopleOf(acts), ...rig.simulator.planted]
        for (const { endpoint, kept } of texts) {
          const name = names.find((one) => kept.includes(one))
          must(name === undefined, () => `a reply of ${endpoint} is kept with a person's data in it`)
        }
        const { lines } = await rig.book()
        must(
          lines.every((line) => names.every((name) => !line.includes(name))),
          "an event names a person"
        )
      })
    }
  },
  {
    id: "V-04",
    group,
    name: "half a reply names nobody either",
    why: "A page that is cut off is no JSON any more, and still full of names.",
    run: async (subject) => {
      const { acts } = troubled(subject)
      const { adapter, texts } = observe(subject.adapter)
      await withRig(subject, { acts, adapter }, async (rig) => {
        await rig.connect()
        const names = [...peopleOf(acts), ...rig.simulator.planted]
        for (const { endpoint, raw } of texts) {
          for (const share of [0.3, 0.6, 0.95]) {
            const kept = subject.adapter.redact(endpoint, raw.slice(0, Math.floor(raw.length * share)))
            must(
              names.every((name) => !kept.includes(name)),
              () => `the first part of a reply of ${endpoint} is kept with a person's data in it`
            )
          }
        }
      })
    }
  },
  {
    id: "V-05",
    group,
    name: "the exchange's own words about an error are not repeated",
    why: "They can hold anything: a name, an address, a piece of the request.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      const faults = onAll("errorBody", { status: 400, message: `${canary} refused`, code: "9999" })
      await withRig(subject, { acts: everyday(manifest), faults }, async (rig) => {
        await rig.connect()
        const { streams } = await rig.book()
        const told = [...rig.logs, JSON.stringify(streams), JSON.stringify(await rig.connection())]
        must(
          told.every((text) => !text.includes(canary)),
          "the user is shown, or the log keeps, what the exchange wrote"
        )
      })
    }
  },
  {
    id: "V-06",
    group,
    name: "the adapter writes nothing to the console",
    why: "Consoles end up in logs, and replies are private.",
    run: async (subject) => {
      const { adapter, parsed, texts, classified, signed } = observe(subject.adapter)
      await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter }, (rig) => rig.connect())
      const { uses } = trapped(() => {
        for (const { stream, reply, request } of parsed) subject.adapter.streams[stream]!.parse(reply, request)
        for (const { endpoint, raw } of texts) subject.adapter.redact(endpoint, raw)
        for (const { endpoint, reply } of classified) subject.adapter.classify(reply, endpoint)
        for (const { given } of signed) subject.adapter.sign(...given)
      })
      const written = uses.filter((use) => use.startsWith("console."))
      must(written.length === 0, () => `the adapter calls ${written.join(", ")}`)
    }
  },
  {
    id: "V-07",
    group,
    name: "the reason why something cannot be read does not repeat it",
    why: "Reasons are shown, logged and sent in reports: a name or an address in a broken row would go wherever they go.",
    run: async (subject) => {
      const { adapter, parsed } = observe(subject.adapter)
      await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter }, (rig) => rig.connect())
      const { classify, manifest, streams } = subject.adapter
      for (const { stream, request, reply } of parsed) {
        for (const { text } of withOdd(canary, reply.text)) {
          const { quarantined } = streams[stream]!.parse({ ...reply, text, json: LosslessJson.parse(text) }, request)
          must(
            quarantined.every(({ reason }) => !reason.includes(canary)),
            () => `a row of ${stream} that cannot be read is repeated in the reason why`
          )
        }
      }
      for (const endpoint of Object.keys(manifest.endpoints)) {
        for (const text of [`<html>${canary}</html>`, `{"${canary}":"${canary}`, `{"message":"${canary}"}`, `"${canary}"`]) {
          for (const status of [200, 403, 503]) {
            const said = JSON.stringify(classify(replyOf(text, status), endpoint))
            must(!said.includes(canary), () => `an answer of ${endpoint} that is none is repeated in the failure: ${said}`)
          }
        }
      }
    }
  }
]
