import { Access, type ArchivedReply, Replies } from "@caudal/engine"
import { Effect, Stream } from "effect"
import { once } from "node:events"
import { archive } from "../engine.ts"
import { type Command, usage } from "../Io.ts"
import { readOptions } from "../options.ts"

const help = `Usage: caudal replies [--exchange ID] [--endpoint NAME] [--failed]

Writes what exchanges have answered, as it is archived: one JSON object per line,
{"connection","exchange","endpoint","request","receivedAt","seenAt","status","failure","text"}. Personal data, keys and signatures
were taken out before it was stored. What the ledger and the balances rest on is kept for good, of all else the last few.
Opens the archive with the key file; works while the server is running.

  --exchange ID     of this exchange alone
  --endpoint NAME   of this endpoint alone, as the exchange's page in docs/exchanges names it
  --failed          only replies of which nothing was taken
  --help

To see what an adapter makes of one of them: caudal replies --endpoint balance | tail -n 1 | jq -r .text | caudal parse bitso balance -
`

const line = ({ connectionId, request, receivedAt, seenAt, ...reply }: ArchivedReply): string =>
  `${JSON.stringify({
    connection: connectionId,
    exchange: reply.exchange,
    endpoint: reply.endpoint,
    request: JSON.parse(request) as unknown,
    receivedAt: new Date(receivedAt).toISOString(),
    seenAt: new Date(seenAt).toISOString(),
    status: reply.status,
    failure: reply.failure,
    text: reply.text
  })}\n`

export const replies: Command = async (argv, io) => {
  const { values, positionals } = readOptions(argv, {
    exchange: { type: "string" },
    endpoint: { type: "string" },
    failed: { type: "boolean" },
    help: { type: "boolean", short: "h" }
  })
  if (values.help) {
    io.stdout.write(help)
    return 0
  }
  if (positionals.length > 0) throw usage(`caudal replies takes no ${JSON.stringify(positionals[0])} (--help tells more)`)
  const wanted = ({ exchange, endpoint, failure }: ArchivedReply): boolean =>
    (values.exchange === undefined || exchange === values.exchange) &&
    (values.endpoint === undefined || endpoint === values.endpoint) &&
    (values.failed !== true || failure !== null)
  await archive(
    io,
    Effect.gen(function* () {
      const owner = yield* (yield* Access).localOwner
      const all = (yield* Replies).all(owner)
      yield* Stream.runForEach(Stream.filter(all, wanted), (reply) =>
        Effect.promise(async () => {
          // Waits while the reader is slower than we are, so that the archive is never held in memory.
          if (io.stdout.write(line(reply)) === false) await once(io.stdout as NodeJS.WritableStream, "drain")
        })
      )
    })
  )
  return 0
}
