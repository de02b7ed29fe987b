/** The currencies as the undocumented catalogue shows them. Names, precisions and types are those of the wire where they are on record. */
import { listedCurrencies } from "./Books.ts"

/** Code → name, decimals that are displayed (a balance may have more), type. */
const known: Readonly<Record<string, readonly [name: string, precision: number, type: "crypto" | "fiat", color: string]>> = {
  ada: ["Cardano", 6, "crypto", "0033AD"],
  ars: ["Argentine Pesos", 2, "fiat", "75AADB"],
  brl: ["Brazilian Reais", 2, "fiat", "02A630"],
  btc: ["Bitcoin", 8, "crypto", "F7931A"],
  cop: ["Colombian Pesos", 2, "fiat", "FCD116"],
  eth: ["Ether", 8, "crypto", "8F98CC"],
  eur: ["EUR stablecoins", 2, "crypto", "FFB31F"],
  ltc: ["Litecoin", 8, "crypto", "A6A9AA"],
  mxn: ["Mexican Pesos", 2, "fiat", "006847"],
  // A pool of stablecoins that the catalogue calls fiat.
  usd: ["Digital Dollars (USDC)", 2, "fiat", "185FEE"],
  usdt: ["USDT (Digital Dollars)", 2, "crypto", "50AF95"],
  xrp: ["XRP", 6, "crypto", "4A5662"]
}

export const catalogues = JSON.stringify({
  currencies: {
    metadata: listedCurrencies.map((code) => {
      const [full_name, precision, type, color] = known[code] ?? [code.toUpperCase(), 8, "crypto", "808080"]
      return { code, full_name, color, precision, display_ticker: code.toUpperCase(), type }
    })
  }
})
