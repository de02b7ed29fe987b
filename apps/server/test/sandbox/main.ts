/** The command alone, as a program. */
import { sandbox } from "../../src/sandbox/command.ts"

process.exitCode = await sandbox(process.argv.slice(2), process)
