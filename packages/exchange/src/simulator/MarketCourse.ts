/**
 * What coins and money were worth in the sandboxes' past: a course like the real one, so that what personas paid then is near what
 * others paid, and made up in between. BTC, ETH, XRP, LTC until July 2021 and money until April 2026 are rounded from
 * closes published as CC0 and from the European Central Bank's reference rates; the rest is invented. No figure is fit to be relied on.
 *
 * Sums and products alone, as with {@link makeRandom}: the same on every machine.
 */
import { makeRandom, seedOf } from "./Random.ts"

export const dayMs = 86_400_000

interface Course {
  /** Months since year 0 of the first price. */
  readonly from: number
  /** From one price to the next. */
  readonly months: number
  readonly prices: ReadonlyArray<number>
}

const course = (from: string, months: number, prices: string): Course => {
  const [year, month] = from.split("-").map(Number) as [number, number]
  return { from: year * 12 + month - 1, months, prices: prices.trim().split(/\s+/).map(Number) }
}

/** In dollars, at the beginning of months, up to that of the still picture. */
const courses: Readonly<Record<string, Course>> = {
  BTC: course(
    "2014-01",
    1,
    `
    754 830 549 457 448 624 640 586 478 387 338 378 320 217 254 244 236 230 263 285 230 236 314 377 431 369 438 417 448 531 673 625 575
    610 701 746 964 970 1180 1070 1350 2290 2480 2880 4700 4340 6470 10200 14200 10200 10400 6970 9240 7490 6400 7780 7040 6630 6320
    4020 3740 3460 3850 4110 5350 8570 10800 10100 9630 8290 9200 7570 7190 9350 8600 6440 8660 9460 9140 11300 11700 10800 13800 19600
    29000 33100 45100 58900 57800 37300 35000 41500 47100 43800 61300 57000 46300 38500 43200 45500 37700 31800 19900 23300 20000 19400
    20500 17200 16500 23100 23100 28500 29300 27200 30500 29200 25900 27000 34700 37700 42300 42600 61200 71300 60600 67500 62700 64600
    59000 63300 70200 96400 93400 102400 84400 82500 94200 104600 107100 115800 108200 114000 109600 90400 87500 89300 91800 90200 94600
    96900 98500
  `
  ),
  ETH: course(
    "2016-01",
    1,
    `
    0.934 2.31 6.34 11.4 8.81 14.1 12.5 11.9 11.7 13.2 11 8.59 7.97 10.7 15.8 50 79 231 295 204 383 301 306 447 757 1120 855 396 670 578
    455 434 283 233 197 113 133 107 137 142 162 268 291 219 172 180 184 153 130 180 220 134 208 231 226 346 435 360 387 615 738 1310
    1420 1920 2770 2710 2270 2530 3430 3000 4290 4630 3680 2690 2920 3280 2730 1940 1070 1680 1550 1330 1570 1300 1200 1590 1610 1820
    1870 1870 1930 1860 1650 1670 1820 2050 2280 2280 3340 3650 3010 3760 3430 3230 2510 2600 2520 3700 3330 3300 2240 1820 1790 2530
    2490 3700 4390 4150 3850 2990 2970 3050 3120 3080 3230 3350 3425
  `
  ),
  XRP: course(
    "2014-01",
    1,
    `
    0.0273 0.0205 0.0137 0.00878 0.00536 0.00415 0.00378 0.00519 0.00489 0.00464 0.00487 0.0112 0.0244 0.0143 0.013 0.00777 0.00803
    0.00829 0.0113 0.00844 0.00788 0.00552 0.00469 0.0042 0.00604 0.0064 0.00792 0.00739 0.00681 0.00571 0.00666 0.00594 0.00601 0.00883
    0.0082 0.00672 0.00645 0.00631 0.00554 0.0209 0.0516 0.247 0.263 0.167 0.256 0.198 0.201 0.251 2.3 1.16 0.905 0.512 0.838 0.613
    0.466 0.435 0.335 0.582 0.448 0.362 0.353 0.31 0.315 0.309 0.309 0.439 0.396 0.321 0.259 0.256 0.296 0.226 0.193 0.239 0.231 0.175
    0.213 0.203 0.176 0.259 0.282 0.242 0.24 0.664 0.22 0.492 0.415 0.574 1.59 1.05 0.706 0.746 1.19 0.952 1.11 1 0.831 0.619 0.786
    0.814 0.584 0.42 0.331 0.38 0.328 0.48 0.464 0.406 0.339 0.406 0.377 0.538 0.472 0.517 0.473 0.699 0.513 0.515 0.599 0.606 0.615
    0.504 0.588 0.628 0.5 0.518 0.475 0.624 0.565 0.611 0.511 1.95 2.08 3.04 2.15 2.09 2.19 2.17 2.24 3.02 2.78 2.85 2.5 2.16 1.84 1.93
    2.05 2.02 2.14 2.24 2.35
  `
  ),
  LTC: course(
    "2014-01",
    1,
    `
    24.3 22.1 13.2 12.7 10.9 10.9 8.95 7.54 4.86 4.47 3.75 3.58 2.72 1.87 1.84 1.65 1.44 1.64 4.09 4.64 2.84 3.01 3.8 3.62 3.48 3.05
    3.45 3.26 3.66 4.65 4.19 4.01 3.8 3.84 3.99 3.89 4.33 4.08 3.77 6.67 15.7 25.3 40.4 43 71.1 55.1 55.8 88.3 232 163 203 117 148 118
    81.4 79.7 61.9 61.1 49.4 32.1 30.5 31.7 46.2 60.8 74.3 115 122 98.5 64.6 56.1 58.8 47.5 41.3 67.9 58.5 39.3 46.7 45.6 41.5 58 61.1
    46.4 55.6 87.6 125 130 165 197 271 188 144 144 171 153 192 208 146 109 112 124 96.6 63.4 53.5 59.5 55.2 53.5 55.3 77.4 70.1 94.9
    94.5 90.1 88.8 91.3 108 92.9 64.1 66.4 68.9 70 72.6 66.9 79.6 104 79.8 83.6 74.6 71.6 63.6 66.2 69.4 124 103 128 129 83.1 83.9 86.8
    86.5 108 110 107 97.4 82.3 77.1 80.4 84.6 83.3 88.2 92.1 95.7
  `
  ),
  SOL: course(
    "2020-07",
    3,
    `
    0.86 2.9 1.51 19.5 35.6 141 170 123 33 33.2 9.96 21.2 18.9 21.4 102 202 147 153 189 125 155 209 125 150 181
  `
  ),
  ADA: course(
    "2018-01",
    3,
    `
    0.72 0.16 0.14 0.082 0.041 0.07 0.083 0.039 0.033 0.031 0.083 0.1 0.18 1.19 1.38 2.11 1.31 1.14 0.46 0.434 0.246 0.397 0.289 0.254
    0.595 0.651 0.393 0.373 0.845 0.66 0.574 0.805 0.4 0.51 0.612
  `
  ),
  BNB: course(
    "2018-01",
    3,
    `
    8.4 11 14 9.9 6 17 32 15.7 13.7 12.6 15.5 29 37 305 300 387 512 430 219 285 290 316 240 215 312 606 575 566 702 605 657 1010 860 720
    641
  `
  ),
  DOGE: course(
    "2017-01",
    3,
    `
    0.0002 0.0003 0.0025 0.001 0.009 0.0027 0.0025 0.0055 0.0024 0.0021 0.0032 0.0025 0.002 0.0018 0.0023 0.0026 0.0047 0.054 0.25 0.2
    0.17 0.138 0.066 0.06 0.07 0.077 0.067 0.062 0.09 0.21 0.12 0.11 0.316 0.167 0.16 0.23 0.12 0.15 0.182
  `
  ),
  DOT: course(
    "2020-10",
    3,
    `
    4.2 8.3 36.5 15.4 28.6 26.7 21.2 6.9 6.3 4.3 6.3 5.2 4.1 8.2 9.2 6.2 4.4 6.6 4.1 3.4 4 4.2 5.5 6.73
  `
  ),
  LINK: course(
    "2018-01",
    3,
    `
    0.7 0.35 0.2 0.35 0.3 0.5 3.6 1.8 1.8 2.2 4.8 9.8 11.3 30 18 24 19.6 17 6.2 7.6 5.6 7.5 6.2 7.4 15 19 14 12 20 13.5 13 21 12.4 14
    16.6
  `
  ),
  XTZ: course(
    "2018-07",
    3,
    `
    2 1.4 0.46 1.05 0.98 0.9 1.35 1.6 2.4 2.2 2 4.8 2.9 6.1 4.3 3.7 1.4 1.45 0.72 1.1 0.82 0.68 1 1.4 0.77 0.68 1.3 0.66 0.52 0.68 0.5
    0.66 0.81
  `
  ),
  LDO: course(
    "2021-01",
    3,
    `
    1.2 2.4 2.2 4.4 2.4 2.8 0.5 1.6 1.9 2.3 1.9 1.55 2.8 2.9 1.7 1.1 1.8 0.93 0.73 1.2 0.8 1 1.21
  `
  ),
  CGLD: course(
    "2020-10",
    3,
    `
    2.1 1.5 4.7 2.9 5.3 5 3.4 0.87 0.78 0.49 0.67 0.51 0.45 0.74 1.2 0.6 0.6 0.66 0.33 0.27 0.3 0.4 0.56 0.731
  `
  ),
  EUR: course(
    "2014-01",
    3,
    `
    1.379 1.379 1.369 1.26 1.214 1.075 1.11 1.115 1.089 1.143 1.113 1.116 1.054 1.069 1.141 1.181 1.199 1.232 1.166 1.161 1.145 1.124
    1.135 1.09 1.123 1.094 1.12 1.175 1.227 1.175 1.188 1.16 1.133 1.105 1.042 0.9748 1.067 1.087 1.087 1.059 1.105 1.081 1.075 1.109
    1.039 1.079 1.181 1.172 1.175 1.161 1.08
  `
  ),
  MXN: course(
    "2014-01",
    3,
    `
    0.07631 0.0765 0.077 0.07441 0.06795 0.06564 0.06361 0.05931 0.05756 0.05745 0.05517 0.05134 0.04842 0.05341 0.05544 0.05501 0.05069
    0.0547 0.05095 0.05382 0.05091 0.05191 0.05229 0.05055 0.05294 0.04141 0.04358 0.04577 0.05026 0.04919 0.05009 0.04875 0.04894
    0.05045 0.04937 0.04964 0.05114 0.05537 0.05854 0.05726 0.05902 0.06034 0.05446 0.05075 0.04821 0.04873 0.05353 0.05475 0.05564
    0.05601 0.05518
  `
  ),
  BRL: course(
    "2014-01",
    3,
    `
    0.423 0.44 0.451 0.407 0.377 0.316 0.322 0.253 0.252 0.277 0.311 0.308 0.307 0.316 0.304 0.314 0.302 0.301 0.26 0.248 0.258 0.258
    0.261 0.24 0.249 0.191 0.184 0.179 0.193 0.178 0.202 0.185 0.179 0.212 0.189 0.185 0.189 0.197 0.206 0.2 0.206 0.2 0.179 0.184 0.162
    0.175 0.184 0.188 0.183 0.194 0.185
  `
  )
}

const money: ReadonlySet<string> = new Set(["EUR", "MXN", "BRL"])
const dollars: ReadonlySet<string> = new Set(["USD", "USDT", "USDC"])

/** The day on which a month begins, in days since 1970. */
const dayOfMonth = (months: number): number => Date.UTC(Math.floor(months / 12), months % 12) / dayMs

/** On the line from the price before to the one after. */
const onCourse = ({ from, months, prices }: Course, day: number): number => {
  const date = new Date(day * dayMs)
  const place = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth() - from) / months)
  if (place < 0) return prices[0]!
  if (place >= prices.length - 1) return prices.at(-1)!
  const [start, end] = [dayOfMonth(from + place * months), dayOfMonth(from + (place + 1) * months)]
  return prices[place]! + ((prices[place + 1]! - prices[place]!) * (day - start)) / (end - start)
}

/** In [-1, 1]: from one number drawn every so many days to the next. */
const drift = (asset: string, every: number, day: number): number => {
  const drawn = (knot: number): number => makeRandom(seedOf(`${asset}:${every}`) ^ Math.imul(knot, 0x9e3779b1)).next() * 2 - 1
  const knot = Math.floor(day / every)
  const part = day / every - knot
  return drawn(knot) * (1 - part) + drawn(knot + 1) * part
}

/** What one was worth on a day, over what it is worth in the still picture. One without a course wanders around that. */
const shareOf = (asset: string, day: number): number => {
  if (dollars.has(asset)) return 1
  const known = courses[asset]
  const most = money.has(asset) ? 0.004 : 0.04
  const wandered = (1 + most * drift(asset, 9, day)) * (1 + (most / 2) * drift(asset, 1, day))
  return known === undefined ? wandered : (onCourse(known, day) / known.prices.at(-1)!) * wandered
}

/** From here on every day is the still picture's (days since 1970): what stands in a ticker is what was traded last, whenever it is asked for. */
export const stillFrom = Date.UTC(2026, 6, 1) / dayMs

/** What prices of a market were on a day, over those of the still picture. By the usual symbols of what is traded. */
export const levelOn = ([base, quote]: readonly [base: string, quote: string], day: number): number =>
  day >= stillFrom ? 1 : shareOf(base, day) / shareOf(quote, day)
