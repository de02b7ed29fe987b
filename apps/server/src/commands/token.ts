import { Access } from "@caudal/engine"
import { changing, configure } from "../engine.ts"
import { type Command, usage } from "../Io.ts"
import { readOptions } from "../options.ts"
import { writeTokenFile } from "../ownerToken.ts"

const help = `Usage: caudal token reset

Makes a new owner token and prints it, this once; only its hash is stored. The old token stops working at once, also in a
running server. With CAUDAL_OWNER_TOKEN_FILE set the token is written to that file instead (mode 0600).

  --help
`

export const token: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, { help: { type: "boolean", short: "h" } })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  if (positionals.length !== 1 || positionals[0] !== "reset") throw usage("There is one thing to do with the token: caudal token reset")
  const installation = await configure(io)
  const { ownerTokenFile } = installation
  const fresh = await changing(
    io,
    Access.use((access) => access.resetToken)
  )
  if (ownerTokenFile === null) io.stdout.write(`${fresh}\n`)
  else {
    writeTokenFile(ownerTokenFile, fresh)
    io.stderr.write(`The new owner token was written to ${ownerTokenFile}.\n`)
  }
  return 0
}
