/** The exchanges of this installation. A new one is a line here and its package. */
import { bitso } from "@caudal/exchange-bitso"
import { kraken } from "@caudal/exchange-kraken"
import type { Adapter } from "@caudal/exchange"

export const adapters: ReadonlyArray<Adapter> = [bitso, kraken]
