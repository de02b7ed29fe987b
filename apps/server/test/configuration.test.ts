import { describe, expect, it } from "vitest"
import { configurationOf, originVariable } from "../src/configuration.ts"

const read = (env: Record<string, string> = {}, exchanges = ["bitso"]) => configurationOf({ HOME: "/home/ana", ...env }, exchanges)

describe("settings", () => {
  it("have safe defaults: loopback port 4747, data and key in separate places under XDG", () => {
    expect(read()).toEqual({
      port: 4747,
      dataDir: "/home/ana/.local/share/caudal",
      keyFile: "/home/ana/.config/caudal/key",
      ownerTokenFile: null,
      exchangeOrigins: {},
      exchanges: ["bitso"],
      rateScale: 1,
      logLevel: "Info"
    })
    expect(read({ XDG_DATA_HOME: "/d", XDG_CONFIG_HOME: "/c" })).toMatchObject({ dataDir: "/d/caudal", keyFile: "/c/caudal/key" })
    expect(read({ XDG_DATA_HOME: "relative" })).toMatchObject({ dataDir: "/home/ana/.local/share/caudal" })
    expect(read({ CAUDAL_PORT: "", CAUDAL_LOG_LEVEL: "" })).toMatchObject({ port: 4747, logLevel: "Info" })
  })

  it.each([
    [{ CAUDAL_PORT: "eighty" }, /CAUDAL_PORT is not a port/],
    [{ CAUDAL_PORT: "65536" }, /CAUDAL_PORT is not a port/],
    [{ CAUDAL_PORT: "-1" }, /CAUDAL_PORT is not a port/],
    [{ CAUDAL_LOG_LEVEL: "loud" }, /CAUDAL_LOG_LEVEL is not a level.*trace, debug/],
    [{ CAUDAL_DATA_DIR: "/d", CAUDAL_KEY_FILE: "/d/key" }, /must not be inside the data folder/],
    [{ CAUDAL_DATA_DIR: "/d", CAUDAL_KEY_FILE: "/d/x/../key" }, /must not be inside the data folder/],
    [{ CAUDAL_EXCHANGE_BITSO_URL: "bitso" }, /CAUDAL_EXCHANGE_BITSO_URL is not a URL/],
    [{ CAUDAL_EXCHANGE_BITSO_URL: "ftp://127.0.0.1" }, /must begin with https/],
    [{ CAUDAL_EXCHANGE_BITSO_URL: "http://example.com" }, /must use https/],
    [{ CAUDAL_EXCHANGE_BITSO_URL: "http://127.0.0.1.evil.example" }, /must use https/],
    [{ CAUDAL_EXCHANGE_BITSO_URL: "http://user:pw@127.0.0.1" }, /user name or password/],
    [{ CAUDAL_EXCHANGE_BITSO_URL: "http://127.0.0.1/api" }, /origin only/],
    [{ CAUDAL_EXCHANGE_BITSSO_URL: "http://127.0.0.1" }, /not installed. There are: CAUDAL_EXCHANGE_BITSO_URL/],
    [{ CAUDAL_DATADIR: "/d" }, /CAUDAL_DATADIR is not a setting. There are .*CAUDAL_DATA_DIR/],
    [{ CAUDAL_EXCHANGE_BITSO_URI: "http://127.0.0.1:4800" }, /CAUDAL_EXCHANGE_BITSO_URI is not a setting.*CAUDAL_EXCHANGE_<ID>_URL/],
    [{ CAUDAL_RATE_SCALE: "0" }, /not a positive number/],
    [{ CAUDAL_RATE_SCALE: "1e3" }, /not a positive number/]
  ])("%j is refused in words", (env, problem) => {
    expect(() => read(env as Record<string, string>)).toThrow(problem)
  })

  it("an exchange can be replaced by exactly one origin", () => {
    expect(read({ CAUDAL_EXCHANGE_BITSO_URL: "http://localhost:4800/" }).exchangeOrigins).toEqual({ bitso: "http://localhost:4800" })
    expect(originVariable("mercado-bitcoin")).toBe("CAUDAL_EXCHANGE_MERCADO_BITCOIN_URL")
  })

  it("a rate scale is refused towards real exchanges, and leaves only those on this machine", () => {
    const scaled = { CAUDAL_RATE_SCALE: "60", CAUDAL_EXCHANGE_BITSO_URL: "http://127.0.0.1:1" }
    expect(read(scaled).rateScale).toBe(60)
    expect(() => read({ CAUDAL_RATE_SCALE: "60" })).toThrow(/real limits of bitso/)
    expect(() => read({ ...scaled, CAUDAL_EXCHANGE_BITSO_URL: "https://bitso.example" })).toThrow(/real limits of bitso/)
    expect(read(scaled, ["bitso", "kraken"])).toMatchObject({ rateScale: 60, exchanges: ["bitso"] })
    expect(() => read({ ...scaled, CAUDAL_EXCHANGE_KRAKEN_URL: "https://kraken.example" }, ["bitso", "kraken"])).toThrow(
      /real limits of kraken/
    )
    expect(read({ CAUDAL_RATE_SCALE: "1" }, ["bitso", "kraken"]).exchanges).toEqual(["bitso", "kraken"])
    expect(read({ CAUDAL_RATE_SCALE: "1" }).rateScale).toBe(1)
  })
})
