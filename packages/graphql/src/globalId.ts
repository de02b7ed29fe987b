/** Relay global ids: base64 of `Type:key`. Decoding never throws: an id is whatever a stranger typed. */
import { AssetCorrectionId, ConnectionId, EventSeq, OwnPriceId, PortfolioId } from "@caudal/engine"

export const nodeTypes = ["AssetCorrection", "Connection", "Exchange", "OwnPrice", "Portfolio", "Transaction"] as const
export type NodeType = (typeof nodeTypes)[number]

export const decodeId = (text: string): { readonly typename: NodeType; readonly id: string } | undefined => {
  if (text.length > 200 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  const decoded = atob(text)
  const colon = decoded.indexOf(":")
  const typename = nodeTypes.find((type) => type === decoded.slice(0, colon))
  return typename === undefined ? undefined : { typename, id: decoded.slice(colon + 1) }
}

const key = /^[1-9]\d{0,14}$/

/** Row keys as they stand inside an id; `undefined` for anything that is not one. */
export const keyOf = (id: string): number | undefined => (key.test(id) ? Number(id) : undefined)

const rowOf = (type: NodeType, text: string): number | undefined => {
  const decoded = decodeId(text)
  return decoded?.typename === type ? keyOf(decoded.id) : undefined
}

/** No row has this key, so looking for it finds what a foreign key finds: nothing. */
const nobody = 0

export const correctionIdOf = (text: string): AssetCorrectionId => AssetCorrectionId(rowOf("AssetCorrection", text) ?? nobody)
export const ownPriceIdOf = (text: string): OwnPriceId => OwnPriceId(rowOf("OwnPrice", text) ?? nobody)
export const connectionIdOf = (text: string): ConnectionId => ConnectionId(rowOf("Connection", text) ?? nobody)
export const portfolioIdOf = (text: string): PortfolioId => PortfolioId(rowOf("Portfolio", text) ?? nobody)

/** The part of a transaction's id after its type: connection and event, `12.345`. */
export const transactionKey = (connection: ConnectionId, seq: EventSeq): string => `${connection}.${seq}`
export const transactionKeyOf = (id: string): { readonly connection: ConnectionId; readonly seq: EventSeq } | undefined => {
  const [connection, seq, ...rest] = id.split(".").map(keyOf)
  return connection === undefined || seq === undefined || rest.length > 0
    ? undefined
    : { connection: ConnectionId(connection), seq: EventSeq(seq) }
}
