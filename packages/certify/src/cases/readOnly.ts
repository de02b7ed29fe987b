/** An adapter can only read, only where its manifest says, and only through the host. */
import { type Adapter, type Call, isPathOf, type Manifest } from "@caudal/exchange"
import { ofAccounts } from "../accounts.ts"
import { type Case, must, type Subject } from "../Case.ts"
import { everyday, postingStreams } from "../histories.ts"
import { observe } from "../rig/observe.ts"
import { withRig } from "../rig/Rig.ts"
import { trapped } from "../rig/trapped.ts"
import { ambientUses, foreignImports } from "../sources/ambient.ts"

const group = "read-only"

const some = (lines: ReadonlyArray<string>): string =>
  lines.slice(0, 5).join(", ") + (lines.length > 5 ? ` and ${lines.length - 5} more` : "")

/** The subject's adapter, whose ledger asks for something else instead. */
const asking = ({ adapter }: Subject, call: Call, manifest: Manifest = adapter.manifest): Adapter => {
  const id = postingStreams(adapter.manifest)[0]!.id
  return { ...adapter, manifest, streams: { ...adapter.streams, [id]: { ...adapter.streams[id]!, request: () => call } } }
}

/** The host must refuse what a hostile twin of the adapter asks for: none of it reaches the wire, and the run fails. */
const refused = (
  id: string,
  name: string,
  tamper: (subject: Subject) => Adapter,
  forbidden: (url: URL, method: string) => boolean
): Case => ({
  id,
  group,
  name,
  why: "An adapter is somebody else's code: it must not be able to do harm.",
  run: (subject) =>
    withRig(subject, { acts: everyday(subject.adapter.manifest), adapter: tamper(subject) }, async (rig) => {
      await rig.connect()
      const gone = rig.wire.sent.find(({ url, method }) => forbidden(url, method))
      must(gone === undefined, () => `the host let ${gone?.method} ${gone?.url.host}${gone?.url.pathname} through`)
      const { streams, certificate } = await rig.book()
      must(
        streams.some(({ failure }) => failure?.code === "ADAPTER_BUG"),
        "the host refused, but nobody is told"
      )
      must(certificate.state !== "proved", "the books are called proved although the ledger could not be read")
    })
})

const withEndpoint = (
  { adapter: { manifest } }: Subject,
  endpoint: Partial<Manifest["endpoints"][string]>,
  hosts: Manifest["hosts"] = manifest.hosts
): Manifest => {
  const [spec] = postingStreams(manifest)
  const known = manifest.endpoints[spec!.endpoint]!
  const stray = { ...known, path: known.path.replaceAll(/\{\w+\}/g, "0"), ...endpoint }
  return { ...manifest, hosts, endpoints: { ...manifest.endpoints, stray } }
}

const withoutReason = (subject: Subject): Manifest => {
  const manifest = withEndpoint(subject, { method: "POST", path: "/orders" })
  const { postReason: _none, ...stray } = manifest.endpoints["stray"]!
  return { ...manifest, endpoints: { ...manifest.endpoints, stray } }
}

/** Its endpoint is a GET for as long as somebody looks, and then something else. */
const changingItsMind = (subject: Subject): Manifest => {
  const manifest = withEndpoint(subject, {})
  let reads = 0
  const stray = Object.defineProperty({ ...manifest.endpoints["stray"]! }, "method", {
    enumerable: true,
    get: () => (++reads > 2 ? "DELETE" : "GET")
  })
  return { ...manifest, endpoints: { ...manifest.endpoints, stray } }
}

/** Not judged as text: the room that the library is locked up in holds it back. */
const withLibrary = ({ library }: Manifest): string | null =>
  library === undefined ? null : `the manifest declares that ${library} reads its replies, locked up in a room of its own`

export const readOnly: ReadonlyArray<Case> = [
  ...ofAccounts([
    {
      id: "O-01",
      group,
      name: "every call of a whole run is one that the manifest declares",
      why: "Nobody could tell what the adapter does with a key.",
      run: async (subject) => {
        const { manifest } = subject.adapter
        const origins = new Set(Object.values(manifest.hosts).map((host) => new URL(host).origin))
        await withRig(subject, { acts: everyday(manifest) }, async (rig) => {
          await rig.connect()
          await rig.sync()
          for (const { method, url } of rig.wire.sent) {
            const declared = Object.values(manifest.endpoints).some((one) => one.method === method && isPathOf(one, url.pathname))
            must(
              declared && origins.has(url.origin),
              () => `${method} ${url.origin}${url.pathname} was called, which the manifest does not declare`
            )
            must(url.origin === rig.simulator.origin, () => `${url.origin} was called, which is not the exchange`)
          }
          const { streams } = await rig.book()
          const bug = streams.find(({ failure }) => failure?.code === "ADAPTER_BUG")
          must(bug === undefined, () => `the host refused a call of the adapter: ${bug?.failure?.message}`)
        })
      }
    },
    {
      id: "O-02",
      group,
      name: "every call is a read of the exchange, not a write in disguise",
      why: "An order could be placed with the owner's key.",
      run: (subject) => {
        const { manifest } = subject.adapter
        return withRig(subject, { acts: everyday(manifest) }, async (rig) => {
          await rig.connect()
          for (const { method, path, endpoint } of rig.simulator.requests().requests) {
            must(endpoint !== null, () => `${method} ${path} is no read that the exchange's double knows`)
            const reason = Object.values(manifest.endpoints).find((one) => isPathOf(one, path) && one.method === method)?.postReason
            must(
              method === "GET" || reason !== undefined,
              () => `${method} ${path} changes something, or does not say why it must be a ${method}`
            )
          }
        })
      }
    },
    refused(
      "O-03",
      "the host refuses an endpoint that is not declared",
      (subject) => asking(subject, { endpoint: "withdrawal_that_is_not_declared" }),
      ({ pathname }) => pathname.includes("not_declared")
    ),
    refused(
      "O-04",
      "the host refuses a POST that gives no reason",
      (subject) => asking(subject, { endpoint: "stray", body: "{}" }, withoutReason(subject)),
      ({ pathname }) => pathname === "/orders"
    ),
    refused(
      "O-05",
      "the host refuses a host that is not declared",
      (subject) => asking(subject, { endpoint: "stray" }, withEndpoint(subject, { host: "elsewhere" })),
      ({ hostname }) => hostname.includes("elsewhere")
    ),
    refused(
      "O-06",
      "the host refuses to go over plain HTTP",
      (subject) =>
        asking(
          subject,
          { endpoint: "stray" },
          withEndpoint(subject, { host: "plain" }, { ...subject.adapter.manifest.hosts, plain: "http://plain.example" })
        ),
      ({ hostname }) => hostname === "plain.example"
    ),
    refused(
      "O-07",
      "the host refuses a path that climbs out of its own",
      (subject) => asking(subject, { endpoint: "stray" }, withEndpoint(subject, { path: "/v1/../../climbed" })),
      ({ pathname }) => pathname.includes("climbed")
    ),
    {
      id: "O-12",
      group,
      name: "the host goes by what the manifest said at the start, whatever it says later",
      why: "A manifest that answers anew each time it is read would pass for a read, and be sent as something else.",
      run: (subject) =>
        withRig(
          subject,
          { acts: everyday(subject.adapter.manifest), adapter: asking(subject, { endpoint: "stray" }, changingItsMind(subject)) },
          async (rig) => {
            await rig.connect()
            const gone = rig.wire.sent.find(({ method }) => method === "DELETE")
            must(gone === undefined, () => `the host let ${gone?.method} ${gone?.url.pathname} through`)
          }
        )
    },
    {
      id: "O-13",
      group,
      name: "the host lets no header through that turns a read into something else",
      why: "A GET that calls itself a DELETE on the way is one.",
      run: (subject) => {
        const { adapter } = subject
        const sign: Adapter["sign"] = (...given) => {
          const recipe = adapter.sign(...given)
          return { ...recipe, headers: { ...recipe.headers, "X-HTTP-Method-Override": "DELETE" } }
        }
        return withRig(subject, { acts: everyday(adapter.manifest), adapter: { ...adapter, sign } }, async (rig) => {
          await rig.connect().catch(() => undefined)
          const gone = rig.wire.sent.find(({ headers }) => Object.keys(headers).some((name) => name.includes("method")))
          must(gone === undefined, () => `the host let ${gone?.method} ${gone?.url.pathname} through, which calls itself a DELETE`)
        })
      }
    },
    {
      id: "O-08",
      group,
      name: "a redirect is never followed",
      why: "A signed request would go wherever the answer says.",
      run: (subject) => {
        const { manifest } = subject.adapter
        const [spec] = postingStreams(manifest)
        const { path } = manifest.endpoints[spec!.endpoint]!
        return withRig(
          subject,
          { acts: everyday(manifest), faults: [{ route: path, fault: "status", args: { status: 302 } }] },
          async (rig) => {
            await rig.connect()
            must(
              rig.wire.sent.every(({ url }) => url.origin === rig.simulator.origin),
              "a redirect was followed to another host"
            )
            const { certificate } = await rig.book()
            must(certificate.state !== "proved" || certificate.lines.length === 0, "a redirect was taken for an answer")
          }
        )
      }
    },
    {
      id: "O-09",
      group,
      name: "asked the same again, the adapter answers the same, and it reaches for nothing outside",
      why: "An archived reply could not be read again, and a bug could not be repeated.",
      run: async (subject) => {
        const observed = observe(subject.adapter)
        await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter: observed.adapter }, async (rig) => {
          await rig.connect()
          await rig.sync()
        })
        const { adapter } = subject
        const again = (what: string, before: unknown, run: () => unknown): void => {
          const { value, uses } = trapped(() => JSON.stringify(run()))
          must(uses.length === 0, () => `${what} reaches for ${uses.join(", ")}`)
          must(value === JSON.stringify(before), () => `${what} answers differently when it is asked the same again`)
        }
        for (const { stream, request, reply, page } of observed.parsed)
          again(`the parser of ${stream}`, page, () => adapter.streams[stream]!.parse(reply, request))
        for (const { stream, request, call } of observed.asked)
          again(`the request of ${stream}`, call, () => adapter.streams[stream]!.request(request))
        for (const { endpoint, reply, result } of observed.classified) again("classify", result, () => adapter.classify(reply, endpoint))
        for (const { endpoint, raw, kept } of observed.texts) again("redact", kept, () => adapter.redact(endpoint, raw))
        for (const { given, recipe } of observed.signed) again("sign", recipe, () => adapter.sign(...given))
      }
    }
  ]),
  {
    id: "O-10",
    group,
    name: "the sources use no clock, chance, network, process or console",
    why: "What has none of these can neither leak nor surprise.",
    skip: withLibrary,
    run: async ({ sources }) => {
      must(sources.length > 0, "no sources were found under src")
      const uses = ambientUses(sources)
      must(uses.length === 0, () => some(uses))
    }
  },
  {
    id: "O-11",
    group,
    name: "the sources import the contract and what is pure in Effect, nothing else",
    why: "Every other package is a way out.",
    skip: withLibrary,
    run: async ({ sources }) => {
      must(sources.length > 0, "no sources were found under src")
      const imports = foreignImports(sources)
      must(imports.length === 0, () => some(imports))
    }
  }
]
