/**
 * Markets that were closed before the catalogue could be asked, by the name they were traded under. Binance has so far kept
 * closed markets in its catalogue, which then says the same; should it drop them, their fills are still asked for. A market
 * that it does not know any more is skipped. Names: the public price list of 2018, of those without a price in 2025.
 */
export const delistedMarkets: ReadonlyArray<string> = [
  ...["BTC", "ETH", "BNB", "USDT"].map((quote) => `BCC${quote}`),
  ...["BTC", "ETH", "BNB"].flatMap((quote) =>
    ["VEN", "TRIG", "RCN", "RDN", "DLT", "BCPT", "QSP", "XZC", "OST", "CND", "CMT", "NAV", "APPC", "VIA", "BRD", "NANO"].map(
      (base) => base + quote
    )
  ),
  ...["BTC", "ETH"].flatMap((quote) =>
    [
      "HSR",
      "ICN",
      "SALT",
      "SUB",
      "MOD",
      "STRAT",
      "SNGLS",
      "BQX",
      "MTH",
      "ENG",
      "MDA",
      "EVX",
      "ARN",
      "GVT",
      "CDT",
      "GXS",
      "POE",
      "TNT",
      "FUEL",
      "BCD",
      "DGD",
      "PPT",
      "LEND",
      "TNB",
      "EDO",
      "WINGS",
      "LUN",
      "VIBE",
      "INS",
      "CHAT",
      "YOYO"
    ].map((base) => base + quote)
  ),
  "MCOETH",
  "MCOBTC",
  "MCOBNB",
  "YOYOBNB",
  "USDCBTC"
]
