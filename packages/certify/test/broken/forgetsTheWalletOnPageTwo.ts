/** Reads the second page of a wallet under the name of the first wallet. */
import { withPages } from "./change.ts"

export const forgetsTheWalletOnPageTwo = withPages((page, _reply, { cursor }) =>
  cursor === null
    ? page
    : {
        ...page,
        events: page.events.map((event) => ({ ...event, postings: event.postings.map((posting) => ({ ...posting, wallet: "spot" })) }))
      }
)
