/** How Coinbase tells things, and what of that is inferred. For the adapter's page. */
export const oddities: ReadonlyArray<string> = [
  "There is one wallet per asset, each with a list of transactions of its own: a trade or conversion is a row in each of two wallets, joined by the order or the conversion. Vaults and staked assets (“Staked ADA”) are wallets that print the same code.",
  "A fill's commission is in no row's amount. It leaves the wallet of the quote besides, so the quote's row bears it as a fee. Where a USD market settles in USDC, the USDC row is the quote's.",
  "A send's network fee is in its amount. A fee in another asset than the row's is not posted, since it is not told which wallet pays it.",
  "`exchange_deposit` and `exchange_withdrawal` repeat, with less, a `send` of the same wallet: they are kept as events without postings.",
  "The fee of a `buy` or `sell` is paid outside the wallet, by the bank or card, and is not posted.",
  "Types that nobody has listed, Coinbase's own `tx` (“uncategorised”) and `request` are unrecognised and still move the balance. Statuses that nobody has listed are read as pending.",
  "Fills of futures and perpetuals are put aside with a reason: their money is in another account. What moves to and from those accounts, Prime and the old Exchange (Pro) leaves and enters the wallets as transfers.",
  "Balances: the app's wallets list everything. Where Advanced Trade names the same wallet, its available and held amounts count, and what is held is locked.",
  "Fills and orders are joined by the order, which is all that both interfaces name: an order's fills are one group.",
  "A placeholder for an asset that was never held bears the asset's code as its id and has no list.",
  "Names, e-mail addresses, what people wrote, banks and the addresses of the other side are dropped before anything is stored; the transaction's hash stays.",
  "Not sure: which wallets a key of one portfolio is shown. Two keys count as one account if the oldest wallet that they are shown is the same. Fills of another portfolio than the wallets' would stay open items.",
  "Not sure: whether wallets print fills in money with all digits. Some recorded rows are cut to cents; the books would then differ by cents, and say so.",
  "Not sure: that a commission is in no row of its own. The recorded trades agree that it is in neither leg.",
  "Not sure: how Coinbase refuses a place to start from and an address that is not allowed, and for how long it refuses after too many requests.",
  "Not sure: whether wallets are shown to Ed25519 keys. Coinbase's own pages say that such keys may fail there.",
  "Not sure: how a wallet is listed once its coin has migrated. Rows are known by their own ids, so that one listed under another wallet's id does not count twice."
]
