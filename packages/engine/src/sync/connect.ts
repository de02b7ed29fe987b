/** What is asked of a key before it is taken: which account, what it may read, what it may do. */
import { type Adapter, type CredentialSpec, failure, type KeyRights } from "@caudal/exchange"
import { Clock, Effect } from "effect"
import type { CallFailed } from "../host/Host.ts"
import { type Caller, Host, type Keep, type KeptReply } from "../host/Host.ts"
import { runPlan } from "../host/runPlan.ts"
import type { OwnerId } from "../Ids.ts"
import { Vault, type VaultError } from "../vault/Vault.ts"
import { ConsentRequired, ExchangeRefused, InvalidCredentials, KeyTooPowerful } from "./Connections.ts"

/** The declared fields, trimmed; anything missing, malformed or foreign is named, its value never repeated. */
export const checkFields = Effect.fnUntraced(function* (spec: CredentialSpec, given: Readonly<Record<string, string>>) {
  const checked: Record<string, string> = {}
  for (const field of spec.fields) {
    const value = (given[field.name] ?? "").trim()
    if (value === "") return yield* new InvalidCredentials({ field: field.name, problem: "missing" })
    if (!new RegExp(`^(?:${field.pattern})$`).test(value)) return yield* new InvalidCredentials({ field: field.name, problem: "malformed" })
    checked[field.name] = value
  }
  const foreign = Object.keys(given).find((name) => !spec.fields.some((field) => field.name === name))
  if (foreign !== undefined) return yield* new InvalidCredentials({ field: foreign.slice(0, 40), problem: "not-a-field" })
  return checked
})

/** Keys known to trade or withdraw are refused; what cannot be verified needs the owner's consent. */
const checkRights = Effect.fnUntraced(function* (rights: KeyRights, consent: boolean) {
  const powers = [["trade", rights.trade] as const, ["withdraw", rights.withdraw] as const]
  const held = powers.filter(([, right]) => right.answer === "yes").map(([name]) => name)
  if (held.length > 0) return yield* new KeyTooPowerful({ rights: held })
  const unverified = powers.filter(([, right]) => right.answer === "unknown").map(([name]) => name)
  if (unverified.length > 0 && !consent) return yield* new ConsentRequired({ unverified })
  return unverified.length > 0
})

export interface CheckedKey {
  readonly credentials: Readonly<Record<string, string>>
  readonly fingerprint: string
  /** `null`: the key may not read whose it is. */
  readonly accountKey: string | null
  /** To ask more with it before it is taken. */
  readonly caller: Caller
  readonly rights: KeyRights
  readonly consentedAt: number | null
  /** What the exchange has answered so far: archived once there is a connection that it belongs to. */
  readonly replies: ReadonlyArray<KeptReply>
}

export const checkKey = Effect.fnUntraced(function* (
  owner: OwnerId,
  adapter: Adapter,
  input: { readonly credentials: Readonly<Record<string, string>>; readonly acceptUnverifiedRights: boolean }
) {
  const vault = yield* Vault
  const spec = adapter.manifest.credentials
  const credentials = yield* checkFields(spec, input.credentials)
  const signer = yield* vault.signerOf(owner, spec, credentials)
  const refused = (error: CallFailed | VaultError) => {
    if (error._tag === "CallFailed") return new ExchangeRefused({ failure: error.failure })
    return new ExchangeRefused({ failure: failure(error.reason === "KEY_UNUSABLE" ? "AUTH_INVALID" : "ADAPTER_BUG", error.message) })
  }
  const replies: Array<KeptReply> = []
  const keep: Keep = (reply) => Effect.sync(() => void replies.push(reply))
  const first: Caller = { adapter, signer, account: signer.fingerprint, onWait: () => Effect.void, keep }
  const { identity, rights } = yield* Effect.gen(function* () {
    const identity = (yield* runPlan(first, "identity", adapter.plans.identity, "identity")).value
    const account = identity.accountKey ?? signer.fingerprint
    if (account !== first.account && "call" in adapter.plans.identity.start)
      yield* (yield* Host).count({ ...first, account }, adapter.plans.identity.start.call)
    const rights = (yield* runPlan({ ...first, account }, "keyRights", adapter.plans.keyRights, "rights")).value
    return { identity, rights }
  }).pipe(Effect.catchTag(["CallFailed", "VaultError"], (error) => Effect.fail(refused(error))))
  const consented = yield* checkRights(rights, input.acceptUnverifiedRights)
  const { posts, witnesses } = adapter.manifest.books[0]!
  const useful = ["balance", ...posts, ...witnesses].map(
    (stream) => adapter.manifest.streams.find((one) => one.id === stream)?.endpoint ?? stream
  )
  if (!useful.some((endpoint) => rights.reads[endpoint]?.answer !== "no")) {
    return yield* new ExchangeRefused({
      failure: failure(
        "PERMISSION_MISSING",
        `This key may read neither balances nor history. Tick ${spec.tick.join(", ")} and try again.`,
        { stops: "account" }
      )
    })
  }
  const checked: CheckedKey = {
    credentials,
    fingerprint: signer.fingerprint,
    accountKey: identity.accountKey,
    caller: { ...first, account: identity.accountKey ?? first.account },
    rights,
    consentedAt: consented ? yield* Clock.currentTimeMillis : null,
    replies
  }
  return checked
})
