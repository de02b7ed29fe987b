/** The owner token as it enters and leaves: shown once, or kept in the operator's file. */
import { Access } from "@caudal/engine"
import { makeFolder } from "@caudal/engine/storage/sqlite"
import { Effect } from "effect"
import { chmodSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { CommandError } from "./Io.ts"

const minLength = 32

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8").trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""
    throw new CommandError(`CAUDAL_OWNER_TOKEN_FILE cannot be read: ${(error as Error).message}.`)
  }
}

export const writeTokenFile = (file: string, token: string): void => {
  try {
    makeFolder(dirname(file))
    writeFileSync(file, `${token}\n`, { mode: 0o600 })
    // The mode above only counts for a new file.
    chmodSync(file, 0o600)
  } catch (error) {
    throw new CommandError(`CAUDAL_OWNER_TOKEN_FILE cannot be written: ${(error as Error).message}.`)
  }
}

/** What to tell the person who started the server; the token itself only when there is no other way to learn it. */
export const settleOwnerToken = (file: string | null): Effect.Effect<string, never, Access> =>
  Effect.gen(function* () {
    const access = yield* Access
    const chosen = file === null ? "" : contentOf(file)
    if (chosen !== "" && chosen.length < minLength) {
      throw new CommandError(
        `The token in ${file} has ${chosen.length} characters; at least ${minLength} are needed. Empty the file and Caudal writes a good one.`
      )
    }
    if (file === null) {
      const fresh = yield* access.firstStart
      return fresh === null
        ? "The owner token is the one shown on first start; `caudal token reset` makes a new one."
        : `Owner token, shown this once: ${fresh}`
    }
    if (chosen !== "") {
      yield* access.adoptToken(chosen)
      return `The owner token is the one in ${file}.`
    }
    if (yield* access.hasToken)
      return `${file} is empty and the owner token was made earlier: \`caudal token reset\` makes a new one and writes it there.`
    // written before it counts: a crash in between leaves a file whose token the next start takes
    const fresh = yield* access.makeToken
    writeTokenFile(file, fresh)
    yield* access.adoptToken(fresh)
    return `The owner token was written to ${file}.`
  })
