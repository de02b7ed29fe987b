/** Command lines, read the same way by every command. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util"
import { usage } from "./Io.ts"

export const readOptions = <O extends ParseArgsOptionsConfig>(argv: ReadonlyArray<string>, options: O) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw usage(`${(error as Error).message} (--help tells what there is)`)
  }
}
