/** How money came or went. Only technical details are read; who sent or received it is not kept. */
import type { EventKind, Json, Transfer } from "@caudal/exchange"
import type { MovementDetails } from "../wire/movements.ts"
import type { Unread } from "../wire/scalars.ts"
import { readRef, readText } from "./fields.ts"

/** `methodName` is the printed rail ("SPEI Transfer"), `method` its code ("sp", later "praxis"). */
export const readTransfer = (
  method: unknown,
  methodName: unknown,
  network: unknown,
  details: { readonly [key: string]: Json }
): Transfer => {
  const rail = readText(methodName) ?? readText(method)
  if (holdsNothing(details)) return { network: readText(network), txid: null, address: null, tag: null, rail, reference: null }
  const fields: Unread<typeof MovementDetails> = details
  return {
    network: readText(network),
    txid: readText(fields.tx_hash) ?? readText(fields.ripple_transaction_hash),
    address:
      readText(fields.receiving_address) ??
      readText(fields.funding_address) ??
      readText(fields.withdrawal_address) ??
      readText(fields.address),
    tag: readRef(fields.destination_tag),
    rail,
    reference: readRef(fields.clave_rastreo) ?? readRef(fields.numeric_reference)
  }
}

/** Many rows: to look for each detail in vain would take most of their time. */
const holdsNothing = (details: { readonly [key: string]: Json }): boolean => {
  for (const _ in details) return false
  return true
}

/** Credits that Bitso books as fundings although nobody deposited anything. */
export const fundingKind = (method: unknown): EventKind => (method === "rewards" ? "reward" : method === "adm" ? "correction" : "deposit")
