/**
 * The least that lots can cost: parallel arrays of scaled bigints, one asset, no policy, no fee, nothing written down but
 * the gain. What the package adds to this is the price of explaining every slice.
 */
export interface TightEvents {
  readonly incoming: ReadonlyArray<boolean>
  readonly quantities: ReadonlyArray<bigint>
  readonly totals: ReadonlyArray<bigint>
}

export const tightFifo = ({ incoming, quantities, totals }: TightEvents): bigint => {
  const left: Array<bigint> = []
  const cost: Array<bigint> = []
  let head = 0
  let gain = 0n
  for (let i = 0; i < quantities.length; i++) {
    if (incoming[i]!) {
      left.push(quantities[i]!)
      cost.push(totals[i]!)
      continue
    }
    let wanted = quantities[i]!
    gain += totals[i]!
    while (wanted > 0n && head < left.length) {
      const units = left[head]!
      if (units <= wanted) {
        wanted -= units
        gain -= cost[head]!
        head++
      } else {
        const slice = (cost[head]! * wanted) / units
        gain -= slice
        cost[head] = cost[head]! - slice
        left[head] = units - wanted
        wanted = 0n
      }
    }
  }
  return gain
}

/**
 * Less arithmetic than the package has to do: it rounds once for a sale, by the digits of money, and lets that drift; the package
 * divides for each lot that a sale takes from (about two here), with 40 more bits, since the slices are what it explains.
 */
export const tightAverage = ({ incoming, quantities, totals }: TightEvents): bigint => {
  let held = 0n
  let worth = 0n
  let gain = 0n
  for (let i = 0; i < quantities.length; i++) {
    const quantity = quantities[i]!
    if (incoming[i]!) {
      held += quantity
      worth += totals[i]!
    } else {
      const cost = (worth * quantity) / held
      held -= quantity
      worth -= cost
      gain += totals[i]! - cost
    }
  }
  return gain
}

/** Newest first: a stack. */
export const tightLifo = ({ incoming, quantities, totals }: TightEvents): bigint => {
  const left: Array<bigint> = []
  const cost: Array<bigint> = []
  let gain = 0n
  for (let i = 0; i < quantities.length; i++) {
    if (incoming[i]!) {
      left.push(quantities[i]!)
      cost.push(totals[i]!)
      continue
    }
    let wanted = quantities[i]!
    gain += totals[i]!
    while (wanted > 0n && left.length > 0) {
      const top = left.length - 1
      const units = left[top]!
      if (units <= wanted) {
        wanted -= units
        gain -= cost[top]!
        left.pop()
        cost.pop()
      } else {
        const slice = (cost[top]! * wanted) / units
        gain -= slice
        cost[top] = cost[top]! - slice
        left[top] = units - wanted
        wanted = 0n
      }
    }
  }
  return gain
}

/** Dearest first. */
export const tightHifo = (events: TightEvents): bigint => tightHeap(events, 1)

/** Cheapest first. */
export const tightLofo = (events: TightEvents): bigint => tightHeap(events, -1)

/** A binary heap of lot numbers ordered by a float of the unit cost. */
const tightHeap = ({ incoming, quantities, totals }: TightEvents, sign: 1 | -1): bigint => {
  const left: Array<bigint> = []
  const cost: Array<bigint> = []
  const price: Array<number> = []
  const heap: Array<number> = []
  let gain = 0n
  const sink = (): void => {
    const last = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && price[heap[child + 1]!]! > price[heap[child]!]!) child++
      if (price[heap[child]!]! <= price[last]!) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
  }
  for (let i = 0; i < quantities.length; i++) {
    if (incoming[i]!) {
      const lot = left.push(quantities[i]!) - 1
      cost.push(totals[i]!)
      price.push((sign * Number(totals[i]!)) / Number(quantities[i]!))
      let at = heap.push(lot) - 1
      while (at > 0 && price[heap[(at - 1) >> 1]!]! < price[lot]!) {
        heap[at] = heap[(at - 1) >> 1]!
        at = (at - 1) >> 1
      }
      heap[at] = lot
      continue
    }
    let wanted = quantities[i]!
    gain += totals[i]!
    while (wanted > 0n && heap.length > 0) {
      const lot = heap[0]!
      const units = left[lot]!
      if (units <= wanted) {
        wanted -= units
        gain -= cost[lot]!
        sink()
      } else {
        const slice = (cost[lot]! * wanted) / units
        gain -= slice
        cost[lot] = cost[lot]! - slice
        left[lot] = units - wanted
        wanted = 0n
      }
    }
  }
  return gain
}
