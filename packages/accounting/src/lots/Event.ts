/**
 * What happened, as far as lots are concerned. Quantities and values are plain decimal text; values are in the base
 * currency. Order in the list decides between events of one time.
 */
interface Common {
  /** Unique; the name of the lot that the event makes. */
  readonly id: string
  /** ISO 8601 instant with its offset, or a civil date. */
  readonly time: string
  /** Matters where the scope is the account. */
  readonly account?: string
  /** The source's own word; the type of a line of the yearly summary. */
  readonly subtype?: string
}

/** Paid on a buy or sale. Only `value` counts here: a fee in a third asset also leaves as a {@link Disposal} of type `fee`. */
export interface Fee {
  readonly asset: string
  readonly quantity: string
  readonly value: string
}

/** Units come in. `total` is their value without the fee; null where nobody knows it: the basis is then unknown, not zero. */
export interface Acquisition extends Common {
  readonly type: "buy" | "income" | "fork" | "opening"
  readonly asset: string
  readonly quantity: string
  readonly total: string | null
  readonly fee?: Fee
  /** When the units were first acquired, where that was earlier than they came here. */
  readonly acquired?: string
  /** Price of one unit that orders lots under `hifoKey: "unitPriceExFee"`; `total ÷ quantity` without it. */
  readonly unitKey?: string
}

/** Which lots units leave from, for specific identification. What is not named leaves first in, first out. */
interface Identified {
  /** Each is named once, or more often: then for the sum. */
  readonly lots?: ReadonlyArray<{ readonly lot: string; readonly quantity: string }>
  /** When they were named; absent: in time for any law. */
  readonly identified?: string
}

/** Units go out. `total` is what they fetched, without the fee; null where nobody knows it. */
export interface Disposal extends Common, Identified {
  readonly type: "sell" | "gift_out" | "fee"
  readonly asset: string
  /** Without units of the same asset that paid the fee. */
  readonly quantity: string
  readonly total: string | null
  readonly fee?: Fee
  /** Of a `gift_out`: nobody says where the units went. They leave with their basis and without a gain, whatever holds for gifts. */
  readonly unexplained?: true
}

/** One asset becomes another in one step: a swap, or a wrap whose units keep their basis (and leave in the order of the method). */
export interface Conversion extends Common, Identified {
  readonly type: "conversion"
  readonly from: { readonly asset: string; readonly quantity: string }
  readonly to: { readonly asset: string; readonly quantity: string }
  readonly value: string | null
  /** Value received, where it differs from `value`. */
  readonly proceeds?: string
  /** Value given, where it differs from `value`. */
  readonly cost?: string
  /** Belongs to the disposal, as on a sale. */
  readonly fee?: Fee
  /** A trade of one asset for another: a disposal, whatever the policy says of wraps and migrations. */
  readonly trade?: true
}

/** Between own accounts. Units move in the order in which the method sells them; `quantity − received` units pay the fee. */
export interface Transfer extends Common {
  readonly type: "transfer"
  readonly asset: string
  readonly quantity: string
  readonly toAccount?: string
  readonly received: string
  readonly feeValue?: string
}

/** Quantity × ratio; cost and dates stay. */
export interface Split extends Common {
  readonly type: "split"
  readonly asset: string
  readonly ratio: string
}

export type LotEvent = Acquisition | Disposal | Conversion | Transfer | Split
