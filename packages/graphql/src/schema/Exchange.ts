/** The catalogue: what each installed adapter says about its exchange. Everything a connect form needs is in here. */
import { Exchanges } from "@caudal/engine"
import { isMarketDataOnly } from "@caudal/exchange"
import type { Adapter, CredentialField as CredentialFieldSpec, CredentialSpec as Credentials, StreamSpec } from "@caudal/exchange"
import { builder } from "../builder.ts"
import { textIn } from "../Locale.ts"
import { CredentialKind, EventKind, ExchangeStatus, StreamOrder } from "./enums.ts"
import { localeArgs } from "./locale.ts"

const CredentialField = builder.objectRef<CredentialFieldSpec>("CredentialField").implement({
  description: "One field of a connect form.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Name to give it in `connectExchange`." }),
    kind: t.field({ type: CredentialKind, description: "How a form should treat it.", resolve: (field) => field.kind }),
    label: t.string({
      description: "What to call it.",
      args: localeArgs,
      resolve: (field, { locale }, context) => textIn(field.label, locale ?? context.locale)
    }),
    help: t.string({
      description: "Where to find it.",
      args: localeArgs,
      resolve: (field, { locale }, context) => textIn(field.help, locale ?? context.locale)
    }),
    pattern: t.exposeString("pattern", { description: "Regular expression that the trimmed value must match entirely." })
  })
})

const IpAllowList = builder.objectRef<Credentials["ipAllowList"]>("IpAllowList").implement({
  description: "Whether a key can be tied to network addresses.",
  fields: (t) => ({
    supported: t.exposeBoolean("supported", { description: "The exchange offers it." }),
    maxAddresses: t.exposeInt("maxAddresses", { nullable: true, description: "How many addresses a key may name, if limited." }),
    advice: t.string({
      description: "What we advise.",
      args: localeArgs,
      resolve: (list, { locale }, context) => textIn(list.advice, locale ?? context.locale)
    })
  })
})

const CredentialSpec = builder.objectRef<Credentials>("CredentialSpec").implement({
  description: "What a key of this exchange consists of and how to make one that can only read.",
  fields: (t) => ({
    fields: t.field({ type: [CredentialField], description: "The fields to ask for.", resolve: (spec) => [...spec.fields] }),
    createKeyUrl: t.exposeString("createKeyUrl", { description: "Where keys are made." }),
    steps: t.stringList({
      description: "How to make one, step by step.",
      args: localeArgs,
      resolve: (spec, { locale }, context) => spec.steps.map((step) => textIn(step, locale ?? context.locale))
    }),
    tick: t.stringList({ description: "Permissions to tick, exactly as the exchange prints them.", resolve: (spec) => [...spec.tick] }),
    neverTick: t.stringList({
      description: "Permissions never to tick, exactly as the exchange prints them.",
      resolve: (spec) => [...spec.neverTick]
    }),
    ipAllowList: t.field({ type: IpAllowList, description: "Tying the key to addresses.", resolve: (spec) => spec.ipAllowList }),
    rotateAfterDays: t.exposeInt("rotateAfterDays", { description: "Advised age at which to replace a key, in days." })
  })
})

const ExchangeStream = builder.objectRef<StreamSpec>("ExchangeStream").implement({
  description: "One list that an exchange offers.",
  fields: (t) => ({
    name: t.exposeString("id", { description: "Its name: the one in `Connection.streams` and `caudal parse`." }),
    title: t.string({
      description: "What to call it.",
      args: localeArgs,
      resolve: (spec, { locale }, context) => textIn(spec.title, locale ?? context.locale)
    }),
    order: t.field({ type: StreamOrder, description: "In which order it comes.", resolve: (spec) => spec.order }),
    pageSize: t.exposeInt("pageSize", { description: "Rows per call." }),
    historyDays: t.int({
      nullable: true,
      description: "How many days back the exchange gives it; null for all of it.",
      resolve: ({ historyDepth }) => (historyDepth === "full" ? null : historyDepth.days)
    }),
    synced: t.exposeBoolean("synced", { description: "Read by syncs. Otherwise only archives of it can be read." }),
    permission: t.exposeString("permission", { nullable: true, description: "Permission it needs, as the exchange prints it." })
  })
})

export const Exchange = builder.objectRef<Adapter>("Exchange")
builder.node(Exchange, {
  description: "An exchange that can be connected, or one that only gives prices.",
  id: { resolve: (adapter) => adapter.manifest.id, description: "Global id." },
  loadOne: (id: string, context) => context.read(Exchanges.useSync((exchanges) => exchanges.get(id) ?? null)),
  fields: (t) => ({
    slug: t.string({ description: "Its short name, the one `connectExchange` takes: `bitso`.", resolve: ({ manifest }) => manifest.id }),
    name: t.string({ description: "Its name.", resolve: ({ manifest }) => manifest.name }),
    homepage: t.string({ description: "Its site.", resolve: ({ manifest }) => manifest.homepage }),
    docs: t.string({ description: "Documentation of its API.", resolve: ({ manifest }) => manifest.docs }),
    regions: t.stringList({ description: "Where it serves, as ISO 3166 codes.", resolve: ({ manifest }) => [...manifest.regions] }),
    status: t.field({ type: ExchangeStatus, description: "How far it is supported.", resolve: ({ manifest }) => manifest.status }),
    marketDataOnly: t.boolean({
      description:
        "Only public prices come from it: there is nothing to connect, and it values what no connected exchange has a price for.",
      resolve: ({ manifest }) => isMarketDataOnly(manifest)
    }),
    adapterVersion: t.string({ description: "Version of the installed adapter.", resolve: ({ manifest }) => manifest.adapterVersion }),
    credentials: t.field({
      type: CredentialSpec,
      description: "What to ask the owner for.",
      resolve: ({ manifest }) => manifest.credentials
    }),
    streams: t.field({ type: [ExchangeStream], description: "The lists it offers.", resolve: ({ manifest }) => [...manifest.streams] }),
    wallets: t.stringList({ description: "The buckets of an account that are summed.", resolve: ({ manifest }) => [...manifest.wallets] }),
    kinds: t.field({ type: [EventKind], description: "The kinds of event it can yield.", resolve: ({ manifest }) => [...manifest.kinds] }),
    syncIntervalSeconds: t.int({
      description: "How often a connection is synced when nobody asks.",
      resolve: ({ manifest }) => Math.round(manifest.syncIntervalMs / 1000)
    })
  })
})

builder.queryField("exchanges", (t) =>
  t.field({
    type: [Exchange],
    description: "The catalogue: every exchange that this installation can connect, and those that only give it prices.",
    resolve: (_root, _args, context) => context.read(Exchanges.useSync((exchanges) => [...exchanges.all]))
  })
)
