/** The proof of the books, per connection and for a whole portfolio. */
import type {
  CertificateState as State,
  Certificate as CertificateShape,
  CertificateLine as Line,
  DifferenceInterval as Interval,
  ImpliedOpening as Implied
} from "@caudal/engine"
import { Connections } from "@caudal/engine"
import { builder } from "../builder.ts"
import { Asset } from "./Asset.ts"
import { CertificateState, IntervalPrecision } from "./enums.ts"
import { Opening } from "./Opening.ts"

const DifferenceInterval = builder.objectRef<Interval>("DifferenceInterval").implement({
  description: "When ledger and exchange began to differ: from `from`, before `to`.",
  fields: (t) => ({
    from: t.expose("from", { type: "DateTime", nullable: true, description: "Start; null for before the first row." }),
    to: t.expose("to", { type: "DateTime", nullable: true, description: "End; null for after the last look." }),
    precision: t.field({
      type: IntervalPrecision,
      description: "How closely it could be placed.",
      resolve: (interval) => interval.precision
    })
  })
})

const InFlight = builder.objectRef<Line["inFlight"][number]>("InFlight").implement({
  description: "An amount that left one side and has not arrived at the other.",
  fields: (t) => ({
    groupId: t.exposeString("groupId", { description: "The event it belongs to, such as `withdrawal:<id>`." }),
    amount: t.expose("amount", { type: "Decimal", description: "The amount." }),
    at: t.expose("at", { type: "DateTime", description: "Since when." })
  })
})

const ImpliedOpening = builder.objectRef<Implied>("ImpliedOpening").implement({
  description: "What `assertOpening` would have to be given for a line to add up.",
  fields: (t) => ({
    at: t.expose("at", { type: "DateTime", description: "The instant of the first row." }),
    quantity: t.expose("quantity", { type: "Decimal", description: "reported − postings: what was held then, if no row is missing since." })
  })
})

/** With where and when, which decide what its code stands for. */
type PlacedLine = Line & { readonly exchange: string; readonly at: number }

const CertificateLine = builder.objectRef<PlacedLine>("CertificateLine").implement({
  description: "One asset in one wallet: opening + postings + in flight against reported.",
  fields: (t) => ({
    wallet: t.exposeString("wallet", { description: "The wallet." }),
    asset: t.field({ type: Asset, description: "The asset.", resolve: ({ asset, exchange, at }) => ({ code: asset, exchange, at }) }),
    state: t.field({ type: CertificateState, description: "Whether this line could be proved.", resolve: (line) => line.state }),
    opening: t.expose("opening", {
      type: "Decimal",
      nullable: true,
      description:
        "Balance before the first row; null while it is not known that the account began at zero, and you do not say what it held."
    }),
    asserted: t.field({
      type: Opening,
      nullable: true,
      description:
        "Your word that `opening` rests on, as it was when the certificate was issued: asserted by the owner, not shown by the exchange. Null where it is zero because the exchange's own history reaches the account's start, or where nothing is known of it.",
      resolve: ({ asserted }) => asserted ?? null
    }),
    implied: t.field({
      type: ImpliedOpening,
      nullable: true,
      description:
        "The opening with which the line would add up. Assert it only if you know that it was so: where rows are missing it hides them. Null for a line that is proved, and where balances or rows are not known.",
      resolve: ({ implied }) => implied ?? null
    }),
    older: t.boolean({
      description:
        "The account is older than the rows that the exchange shows: what it held before them, only you can say (`implied`, `assertOpening`).",
      resolve: ({ older }) => older ?? false
    }),
    postings: t.expose("postings", { type: "Decimal", description: "Sum of all settled postings." }),
    inFlight: t.field({ type: [InFlight], description: "Amounts under way, by name.", resolve: (line) => [...line.inFlight] }),
    reported: t.expose("reported", {
      type: "Decimal",
      nullable: true,
      description: "What the exchange reports; null when it was not read."
    }),
    difference: t.expose("difference", {
      type: "Decimal",
      nullable: true,
      description: "reported − (opening + postings + in flight); null where a part of it is not known."
    }),
    interval: t.field({
      type: DifferenceInterval,
      nullable: true,
      description: "When they began to differ.",
      resolve: (line) => line.interval
    }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "The likely cause, why nothing can be proved, or that the opening is asserted by the owner."
    })
  })
})

export const Certificate = builder.objectRef<CertificateShape>("Certificate").implement({
  description: "Whether a connection's books are complete, as issued after its last sync.",
  fields: (t) => ({
    state: t.field({ type: CertificateState, description: "The verdict.", resolve: (certificate) => certificate.state }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "Why not proved. Null for proved, unless it rests on openings that the owner asserts: then it names them."
    }),
    issuedAt: t.expose("issuedAt", { type: "DateTime", nullable: true, description: "When it was issued; null before the first sync." }),
    balancesAt: t.expose("balancesAt", { type: "DateTime", nullable: true, description: "When the exchange reported the balances." }),
    lines: t.field({
      type: [CertificateLine],
      description: "Asset by asset.",
      resolve: async ({ connectionId, lines, balancesAt, issuedAt }, _args, { owner, read }) => {
        const { exchange } = await read(Connections.use((connections) => connections.get(owner, connectionId)))
        return lines.map((line) => ({ ...line, exchange, at: balancesAt ?? issuedAt ?? 0 }))
      }
    }),
    unjoined: t.exposeInt("unjoined", { description: "Witnesses without partner that should have one." }),
    quarantined: t.exposeInt("quarantined", { description: "Rows that could not be read; kept raw." }),
    unrecognised: t.exposeInt("unrecognised", { description: "Events of an unknown operation; counted in the balance." })
  })
})

/** From best to worst: a portfolio is as good as its worst connection. */
const badness: Record<State, number> = { proved: 0, unsettled: 1, unproved: 2, differs: 3 }

export const worstOf = (states: ReadonlyArray<State>): State =>
  states.reduce<State>((worst, state) => (badness[state] > badness[worst] ? state : worst), states.length === 0 ? "unproved" : "proved")

export const PortfolioCertificate = builder.objectRef<ReadonlyArray<CertificateShape>>("PortfolioCertificate").implement({
  description: "The certificates of a portfolio's connections, and their worst verdict.",
  fields: (t) => ({
    state: t.field({
      type: CertificateState,
      description: "The worst verdict among the connections; UNPROVED when there are none.",
      resolve: (certificates) => worstOf(certificates.map(({ state }) => state))
    }),
    reason: t.string({
      nullable: true,
      description: "Why not proved. Null for proved, unless it rests on openings that the owner asserts: then it names them.",
      resolve: (certificates) => {
        const worst = worstOf(certificates.map(({ state }) => state))
        return certificates.length === 0
          ? "no exchange is connected"
          : (certificates.find(({ state, reason }) => state === worst && reason !== null)?.reason ?? null)
      }
    }),
    certificates: t.field({ type: [Certificate], description: "One per connection.", resolve: (certificates) => [...certificates] })
  })
})
