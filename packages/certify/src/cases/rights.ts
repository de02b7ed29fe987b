/** What a key may do, and keys that may nothing. */
import type { FaultName } from "@caudal/exchange/simulator"
import type { Manifest } from "@caudal/exchange"
import { type Case, must } from "../Case.ts"
import { everyday, routesOf, syncedStreams } from "../histories.ts"
import { accountOf, observeIdentity, otherOutcomes } from "../rig/identities.ts"
import { type Rig, type RigOptions, withRig } from "../rig/Rig.ts"
import { onAll } from "./survival.ts"

const group = "rights"

interface Refusal {
  readonly _tag?: string
  readonly rights?: ReadonlyArray<string>
  readonly failure?: { readonly code: string; readonly who: string; readonly retry: string }
  readonly message?: string
}

/** Why a key was not taken; `null`: it was. */
const refusal = (rig: Rig, consent: boolean): Promise<Refusal | null> =>
  rig.connect(consent).then(
    () => null,
    (error: Refusal) => error
  )

const told = (refused: Refusal | null): string =>
  refused === null ? "it is taken" : (refused.failure?.code ?? refused._tag ?? String(refused.message))

const untold = ({ credentials }: Manifest): string | null =>
  credentials.listsRights === true ? null : "the exchange does not tell what a key may do"

const tooPowerful = (id: string, name: string, why: string, powers: ReadonlyArray<string>): Case => ({
  id,
  group,
  name,
  why,
  skip: untold,
  run: (subject) =>
    withRig(subject, { acts: [], powers }, async (rig) => {
      const refused = await refusal(rig, true)
      must(refused?._tag === "KeyTooPowerful", () => `the key may ${powers.join(" and ")}, and ${told(refused)}`)
      const known = powers.filter((power) => power === "trade" || power === "withdraw")
      for (const power of known) must(refused.rights?.includes(power) === true, () => `the owner is not told that the key may ${power}`)
    })
})

/** A key that the exchange refuses: its owner is told, at once, and nobody goes on knocking. */
const refusedKey = (id: string, name: string, fault: FaultName, codes: ReadonlyArray<string>): Case => ({
  id,
  group,
  name,
  why: "Only the owner can mend it: a service that keeps trying gets the account locked.",
  run: async (subject) => {
    const options: RigOptions = { acts: everyday(subject.adapter.manifest), faults: onAll(fault) }
    await withRig(subject, { ...options, fromStart: true }, async (rig) => {
      const refused = await refusal(rig, true)
      must(
        refused?.failure !== undefined && codes.includes(refused.failure.code),
        () => `the owner is told ${told(refused)} instead of ${codes.join(" or ")}`
      )
      must(
        refused.failure.who === "user",
        () => `${refused.failure?.code} says that the ${refused.failure?.who} must act, but only the owner can`
      )
    })
    await withRig(subject, options, async (rig) => {
      const before = rig.wire.sent.length
      await rig.connect()
      const { status, failure } = await rig.connection()
      must(
        status === "attention",
        () => `when the key stops working the connection is ${status} (${failure?.code ?? "no failure"}), so it goes on knocking`
      )
      must(rig.wire.sent.length - before < 40, () => `${rig.wire.sent.length - before} calls were made with a key that does not work`)
    })
  }
})

export const rights: ReadonlyArray<Case> = [
  tooPowerful("R-01", "a key that may withdraw is refused", "Whoever steals it steals the money.", ["withdraw"]),
  tooPowerful("R-02", "a key that may trade is refused", "Whoever steals it can move the money through a bad trade.", ["trade"]),
  tooPowerful("R-03", "a key with a power nobody has heard of is refused", "Exchanges add powers; an unknown one may be any.", [
    "teleport"
  ]),
  {
    id: "R-04",
    group,
    name: "a key that can only read is taken without further ado",
    why: "Users would learn to consent to anything.",
    skip: untold,
    run: (subject) =>
      withRig(subject, { acts: everyday(subject.adapter.manifest) }, async (rig) => {
        const refused = await refusal(rig, false)
        must(refused === null, () => `the key can only read, and still: ${told(refused)}`)
      })
  },
  {
    id: "R-05",
    group,
    name: "where the exchange does not tell, the owner must consent",
    why: "Not knowing would pass for knowing that all is well.",
    skip: ({ credentials }) => (credentials.listsRights === true ? "the exchange tells what a key may do" : null),
    run: (subject) =>
      withRig(subject, { acts: [] }, async (rig) => {
        const refused = await refusal(rig, false)
        must(
          refused?._tag === "ConsentRequired",
          () => `nobody can know what the key may do, and without the owner's consent ${told(refused)}`
        )
      })
  },
  {
    id: "R-06",
    group,
    name: "each answer about a key comes with its evidence",
    why: "An answer without a reason cannot be checked.",
    run: (subject) =>
      withRig(subject, { acts: [] }, async (rig) => {
        const { rights: found } = await rig.connect()
        const all = { trade: found.trade, withdraw: found.withdraw, "IP restriction": found.ipRestricted, ...found.reads }
        for (const [what, right] of Object.entries(all))
          must(right.evidence.trim() !== "", () => `no evidence is given for ${what}: ${right.answer}`)
      })
  },
  refusedKey("R-07", "a key that has expired", "expiredKey", ["AUTH_EXPIRED", "AUTH_INVALID"]),
  refusedKey("R-08", "a key that is called from the wrong address", "disallowedIp", ["IP_NOT_ALLOWED", "AUTH_INVALID"]),
  refusedKey("R-09", "a key that is wrong", "wrongCredentials", ["AUTH_INVALID"]),
  {
    id: "R-10",
    group,
    name: "the same account is known again, whatever happened in it meanwhile",
    why: "A renewed key would start a second account with the same money.",
    run: (subject) =>
      withRig(subject, { acts: everyday(subject.adapter.manifest) }, async (rig) => {
        const first = await rig.connect()
        const again = await rig.begin()
        must(first.id === again.id, "the same key made a second account")
      })
  },
  {
    id: "R-11",
    group,
    name: "a good key is never refused",
    why: "A signature that is wrong for some calls gets the account locked bit by bit.",
    run: (subject) =>
      withRig(subject, { acts: everyday(subject.adapter.manifest) }, async (rig) => {
        await rig.connect()
        const no = rig.simulator.requests().requests.find(({ status, code }) => status === 401 || status === 403 || code !== null)
        must(
          no === undefined,
          () => `${no?.method} ${no?.path} was refused (HTTP ${no?.status} ${no?.code ?? ""}) although the key is good`
        )
      })
  },
  {
    id: "R-12",
    group,
    name: "HTTP 401 without a word is a refused key",
    why: "Taken for a passing trouble, the same key is tried again and again until the account is locked.",
    run: async ({ adapter: { classify, manifest } }) => {
      for (const [key, { signed }] of Object.entries(manifest.endpoints)) {
        if (!signed) continue
        const failed = classify({ status: 401, contentType: null, text: "" }, key)
        must(
          failed?.stops === "account" && failed.who === "user",
          () => `HTTP 401 of ${key} is ${failed?.code ?? "taken for an answer"}, and it is the owner who must renew the key (AUTH_INVALID)`
        )
      }
    }
  },
  {
    id: "R-13",
    group,
    name: "another account is another one",
    why: "The money of two people, or of two accounts of one, would be one account that never adds up.",
    run: async (subject) => {
      const { adapter, outcomes } = observeIdentity(subject.adapter)
      await withRig(subject, { acts: [], adapter }, (rig) => rig.connect())
      const told = accountOf(adapter, outcomes)
      if (told === null) return
      const others = otherOutcomes(outcomes).map((one) => accountOf(adapter, one))
      must(
        others.some((other) => other !== null && other !== told),
        () => `every account is called ${told}: whatever else the exchange's reply says, it changes nothing`
      )
    }
  },
  {
    id: "R-14",
    group,
    name: "a list that the key is refused is not said to be readable",
    why: "The owner would be told that all is well, and look for the missing tick everywhere else.",
    skip: ({ credentials }) => (credentials.listsRights === true ? "the exchange tells what a key may do" : null),
    run: async (subject) => {
      const { manifest } = subject.adapter
      for (const spec of syncedStreams(manifest)) {
        const [route] = routesOf(manifest, [spec])
        const faults = [{ route: route!, fault: "missingPermission" as const }]
        await withRig(subject, { acts: [], faults, fromStart: true }, async (rig) => {
          // Some keys are not taken at all then, which is an answer, too.
          const found = await rig.connect().catch(() => null)
          const told = found?.rights.reads[spec.endpoint]
          must(
            told?.answer !== "yes",
            () => `${spec.id} is refused to the key, and the owner is told that it can be read: ${told?.evidence}`
          )
        })
      }
    }
  }
]
