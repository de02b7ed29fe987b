/**
 * One ledger event as one line of NDJSON. Keys stand in a fixed order, and nothing local is in it (no id, no count of the
 * corrections that were seen): two installations that know the same account write the same bytes.
 */
import type { Transaction } from "@caudal/engine"
import { Instant } from "@caudal/exchange"

export const exportLine = (event: Transaction): string =>
  `${JSON.stringify({
    exchange: event.exchange,
    account: event.accountKey,
    stream: event.stream,
    externalId: event.externalId,
    occurrence: event.occurrence,
    kind: event.kind,
    operation: event.operation,
    at: Instant.format(event.at),
    rank: event.rank,
    status: event.status,
    groupId: event.groupId,
    refs: event.refs.map(({ type, id }) => ({ type, id })),
    postings: event.postings.map(({ wallet, asset, amount, role }) => ({ wallet, asset, amount, role })),
    price: event.price && { base: event.price.base, quote: event.price.quote, amount: event.price.amount },
    transfer: event.transfer && {
      network: event.transfer.network,
      txid: event.transfer.txid,
      address: event.transfer.address,
      tag: event.transfer.tag,
      rail: event.transfer.rail,
      reference: event.transfer.reference
    },
    witnesses: event.witnesses.map(({ stream, externalId }) => ({ stream, externalId }))
  })}\n`
