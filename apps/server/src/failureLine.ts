/** What to print when a command could not do its work: one clear line; a stack only for our own faults. */
import { CommandError } from "./Io.ts"

const hasTag = (error: unknown): error is { readonly _tag: string; readonly message: string } =>
  typeof error === "object" && error !== null && "_tag" in error && "message" in error

export const failureLine = (error: unknown): { readonly text: string; readonly exitCode: number } => {
  if (error instanceof CommandError) return { text: error.message, exitCode: error.exitCode }
  // Engine failures say in their message what to do.
  if (hasTag(error)) return { text: error.message, exitCode: 1 }
  return { text: `unexpected failure\n${error instanceof Error ? error.stack : String(error)}`, exitCode: 1 }
}
