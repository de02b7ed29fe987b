/** Runs cases one after another and says how each ended. */
import { Broken, type Case, type Subject } from "./Case.ts"
import { cases as allCases } from "./cases/index.ts"
import { now } from "./rig/Rig.ts"

export interface Outcome {
  readonly id: string
  readonly group: string
  readonly name: string
  readonly state: "passed" | "failed" | "skipped"
  /** Why it failed or was skipped; `null` when it passed. */
  readonly reason: string | null
  readonly ms: number
  /** {@link Case.why}. */
  readonly why: string
}

export const runCase = async (one: Case, subject: Subject): Promise<Outcome> => {
  const { id, group, name, why } = one
  const started = now()
  const outcome = (state: Outcome["state"], reason: string | null): Outcome => ({
    id,
    group,
    name,
    state,
    reason,
    ms: now() - started,
    why
  })
  const skipped = one.skip?.(subject.adapter.manifest) ?? null
  if (skipped !== null) return outcome("skipped", skipped)
  try {
    await one.run(subject)
    return outcome("passed", null)
  } catch (error) {
    return outcome("failed", inWords(error))
  }
}

/** Outcomes as they come. One case at a time: each takes the place of `fetch`. */
export async function* certify(subject: Subject, cases: ReadonlyArray<Case> = allCases): AsyncGenerator<Outcome> {
  for (const one of cases) yield await runCase(one, subject)
}

export interface Test {
  /** `P-01 one row less than a page`. */
  readonly title: string
  /** Why the manifest makes it pointless; `null`: it must run. */
  readonly skipped: string | null
  readonly run: () => Promise<void>
}

/** The same cases for a test framework: `for (const { title, skipped, run } of testsOf(subject)) it.skipIf(skipped)(title, run)`. */
export const testsOf = (subject: Subject): ReadonlyArray<Test> =>
  allCases.map((one) => {
    const skipped = one.skip?.(subject.adapter.manifest) ?? null
    return { title: `${one.id} ${one.name}${skipped === null ? "" : ` (${skipped})`}`, skipped, run: () => one.run(subject) }
  })

/** `N passed, N failed, N skipped`. */
export const summary = (outcomes: ReadonlyArray<Outcome>): string => {
  const count = (state: Outcome["state"]) => outcomes.filter((one) => one.state === state).length
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`
}

/** A rejection that is no promise broken in words is mostly the engine's refusal to take the key. */
const inWords = (error: unknown): string => {
  if (error instanceof Broken) return error.message
  const { _tag, message, failure } = error as {
    readonly _tag?: string
    readonly message?: string
    readonly failure?: { readonly code: string }
  }
  if (failure !== undefined) return `the key was not taken: ${failure.code}: ${message ?? ""}`
  return _tag === undefined ? `the adapter or its simulator threw: ${message ?? String(error)}` : `${_tag}: ${message ?? ""}`
}
