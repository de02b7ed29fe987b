/**
 * Five years of saving, 2016 to mid-2021: pesos on the fifth of each month, spent on a coin in turn, a few sales, and money and
 * coins that come and go. Trades are at what the coins closed at on that day in US dollars, times the central bank's rate.
 */
import { divide, type Units } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { instant, makeAccountBuilder, units } from "./AccountBuilder.ts"

const coins = ["btc", "eth", "ltc", "xrp"] as const
type Coin = (typeof coins)[number]

/** A day, and what one coin of each cost in hundredths of a peso. */
const closes = [
  "2016-02-05 703904 4623 5713 13",
  "2016-03-05 714282 19621 5692 14",
  "2016-04-05 745934 18362 5720 13",
  "2016-05-05 791683 17365 6563 11",
  "2016-06-05 1076358 26161 9010 11",
  "2016-07-05 1251899 19809 8311 13",
  "2016-08-05 1083912 20594 7029 12",
  "2016-09-05 1122741 21687 7365 11",
  "2016-10-05 1180817 25131 7409 14",
  "2016-11-05 1346120 21055 7400 16",
  "2016-12-05 1565700 14078 7282 13",
  "2017-01-05 2156325 21820 9134 13",
  "2017-02-05 2105727 23270 8287 13",
  "2017-03-05 2490284 37935 7668 12",
  "2017-04-05 2108589 84930 20798 67",
  "2017-05-05 2964082 179887 50054 178",
  "2017-06-05 4942212 457033 56734 541",
  "2017-07-05 4755493 491221 97220 469",
  "2017-08-05 5792745 456785 83446 329",
  "2017-09-05 7810210 558548 127230 384",
  "2017-10-05 7892547 539485 94216 432",
  "2017-11-05 14070076 562740 103989 384",
  "2017-12-05 22209904 863446 190844 459",
  "2017-12-20 31996004 1576428 605525 1493",
  "2018-01-05 33754481 1932214 482746 5904",
  "2018-02-05 12929031 1297409 232974 1286",
  "2018-03-05 21872098 1613357 399094 1813",
  "2018-04-05 12322316 693287 215514 897",
  "2018-05-05 18884095 1563345 340518 1734",
  "2018-05-07 18129789 1457896 318918 1611",
  "2018-06-05 15560120 1241960 248067 1380",
  "2018-07-05 12804655 914980 161545 929",
  "2018-08-05 13193927 766263 139228 809",
  "2018-09-05 13290065 454552 114332 555",
  "2018-10-05 12593418 432810 111751 987",
  "2018-11-05 12902218 420231 107617 1000",
  "2018-12-05 7679984 209646 59933 692",
  "2019-01-05 7522459 304480 68348 695",
  "2019-02-05 6597307 204491 65199 570",
  "2019-03-05 7516747 265882 102501 611",
  "2019-04-05 9639104 316759 169710 692",
  "2019-05-05 11086247 312655 145346 578",
  "2019-06-05 15352787 484766 203774 790",
  "2019-07-05 20852444 547021 224798 720",
  "2019-08-05 23039185 457080 188977 631",
  "2019-09-05 20760102 341994 128374 503",
  "2019-10-05 15969412 345486 111361 497",
  "2019-11-05 17919083 363088 121415 578",
  "2019-12-05 14427655 289101 87751 432",
  "2020-01-05 14057568 258486 82610 371",
  "2020-02-05 17871829 379674 134768 516",
  "2020-03-05 17913818 452382 122425 473",
  "2020-04-05 16716190 353336 100109 442",
  "2020-05-05 21492619 493623 111693 517",
  "2020-06-05 21025818 524740 102357 444",
  "2020-07-05 20457521 513278 93784 399",
  "2020-08-05 26471432 904968 132978 683",
  "2020-08-14 26104816 970203 125885 666",
  "2020-09-05 21922278 722712 102587 512",
  "2020-10-05 23163397 759620 99499 538",
  "2020-11-05 32200017 855783 121275 508",
  "2020-12-05 37979379 1182941 164809 1159",
  "2021-01-05 68106744 2203956 317758 454",
  "2021-02-05 77507780 3492233 314654 914",
  "2021-03-05 103774412 3252064 383402 972",
  "2021-04-05 120062566 4285259 449425 1871",
  "2021-05-05 116079722 7121128 719711 3264",
  "2021-05-12 98067037 7553671 604727 2490",
  "2021-06-05 71712735 5306201 349021 1862"
].map((row) => {
  const [day = "", ...cents] = row.split(" ")
  return { day, cents: Object.fromEntries(coins.map((coin, i) => [coin, BigInt(cents[i]!)])) as Record<Coin, bigint> }
})

const centsOf = (day: string, coin: Coin): bigint => closes.find((close) => close.day === day)!.cents[coin]

/** Coins are bought in turn once Bitso trades them. */
const since: Readonly<Record<Coin, string>> = { btc: "2016-01", eth: "2016-07", xrp: "2017-04", ltc: "2017-07" }
const firstSpendPpm = 980_000n
const feePpm = 6_500n

export const saver = (): Account => {
  const build = makeAccountBuilder("saver", "238114")
  const trade = (side: "buy" | "sell", day: string, time: string, coin: Coin, major: Units): void =>
    build.fill({
      at: instant(`${day} ${time}`),
      book: `${coin}_mxn`,
      side,
      major,
      cents: centsOf(day, coin),
      feePpm,
      oid: build.newOid(),
      maker: false
    })
  const part = (coin: string, percent: bigint): Units => divide(build.holding(coin) * percent, 100n)

  closes.forEach(({ day }, turn) => {
    if (day.endsWith("-05")) {
      build.speiDeposit(instant(`${day} 15:00:00`), units(day < "2018" ? "2500" : "4000"))
      const known = coins.filter((coin) => since[coin] <= day)
      const coin = known[turn % known.length]!
      const spent = divide(build.holding("mxn") * firstSpendPpm, 1_000_000n)
      trade("buy", day, "16:20:05", coin, (spent * 100n) / centsOf(day, coin))
    }
    if (day === "2017-12-20") {
      trade("sell", day, "18:02:44", "btc", part("btc", 30n))
      build.speiWithdrawal(instant("2017-12-27 17:30:00"), part("mxn", 90n))
      build.chainWithdrawal(instant("2018-01-15 04:11:09"), 2_400, "btc", units("0.05"), units("0.0005"))
    }
    if (day === "2018-05-07") trade("sell", day, "14:45:31", "ltc", part("ltc", 50n))
    if (day === "2020-03-05") build.chainDeposit(instant("2020-03-16 21:12:00"), 900, "eth", units("0.75"))
    if (day === "2020-08-14") trade("sell", day, "09:15:20", "xrp", part("xrp", 40n))
    // The month that is worked out by hand in the guide on performance.
    if (day === "2021-05-12") {
      trade("sell", day, "19:40:12", "eth", units("0.25"))
      build.chainWithdrawal(instant("2021-05-19 13:05:50"), 300, "xrp", units("500"), units("0.02"))
      build.chainDeposit(instant("2021-05-23 22:10:00"), 1_500, "btc", units("0.01"))
      build.speiWithdrawal(instant("2021-05-26 16:00:00"), units("9000"))
    }
  })
  return build.account()
}
