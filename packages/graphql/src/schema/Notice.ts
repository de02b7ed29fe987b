/** Things that stop nothing but that the owner should know: named, counted, with what to do. */
import type { ConnectionId, Notice as Told } from "@caudal/engine"
import { builder } from "../builder.ts"
import { type Problem as ProblemShape, problemOfFailure } from "../problems.ts"
import { Problem } from "./Problem.ts"

interface NoticeShape extends ProblemShape {
  readonly connectionId: ConnectionId
  readonly count: number
  readonly names: ReadonlyArray<string>
}

export const noticeOf = ({ failure, ...rest }: Told): NoticeShape => ({ ...problemOfFailure(failure), type: "Notice", ...rest })

export const Notice = builder.objectRef<NoticeShape>("Notice").implement({
  description: "An unknown operation (`UNKNOWN_OPERATION`), an unknown asset (`UNKNOWN_ASSET`) or books that differ (`BALANCE_MISMATCH`).",
  interfaces: [Problem],
  fields: (t) => ({
    count: t.exposeInt("count", { description: "Rows of an unknown operation; asset codes otherwise." }),
    names: t.stringList({ description: "The operations or asset codes, as the exchange prints them.", resolve: ({ names }) => [...names] })
  })
})
