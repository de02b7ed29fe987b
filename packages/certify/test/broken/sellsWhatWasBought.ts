/** Where trades only witness it makes no difference that one leg is turned round; where they post it does. */
import { Decimal } from "@caudal/exchange"
import { withPages } from "./change.ts"

export const sellsWhatWasBought = withPages((page, _reply, _request, id) =>
  id === "trades"
    ? {
        ...page,
        events: page.events.map((event) => ({
          ...event,
          postings: event.postings.map((one) => (one.asset === "usd" ? { ...one, amount: Decimal.negate(one.amount) } : one))
        }))
      }
    : page
)
