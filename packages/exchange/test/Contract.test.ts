import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { contractRefusal, contractVersion, supportedContracts } from "../src/index.ts"

describe("an adapter", () => {
  const host = { oldest: 2, newest: 4 }

  it.each([2, 3, 4])("for contract version %i runs on a host of 2 to 4", (written) => expect(contractRefusal(written, host)).toBeNull())

  it("for a version that is no longer run is refused, and told which side to update", () => {
    expect(contractRefusal(1, host)).toBe("it is written for contract version 1 and this Caudal runs versions 2 to 4: update the adapter")
    expect(contractRefusal(5, host)).toBe("it is written for contract version 5 and this Caudal runs versions 2 to 4: update Caudal")
    expect(contractRefusal(2, { oldest: 3, newest: 3 })).toContain("runs version 3: update the adapter")
  })

  it.each([undefined, null, "1", 0, -1, 1.5, Number.NaN])("that says %s for a version is refused", (written) =>
    expect(contractRefusal(written, host)).toContain("its manifest needs contractVersion")
  )

  it("written with this package runs on the host of its release", () => {
    expect(contractRefusal(contractVersion)).toBeNull()
    expect(supportedContracts.oldest).toBeLessThanOrEqual(supportedContracts.newest)
  })
})

/** What others see of the package: the declarations of its sources without comments, in order of path; not its inner parts. */
const surface = (): string => {
  const root = fileURLToPath(new URL("../", import.meta.url))
  const out = mkdtempSync(join(tmpdir(), "contract-"))
  try {
    const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc")
    const emit = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--removeComments"]
    execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.json"), ...emit, "--outDir", out], { encoding: "utf8" })
    const src = join(out, "src")
    return readdirSync(src, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".d.ts"))
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => !path.startsWith("internal/"))
      .toSorted()
      .map((path) => `// ${path}\n${readFileSync(join(src, path), "utf8")}`)
      .join("\n")
  } finally {
    rmSync(out, { recursive: true })
  }
}

describe("the contract", () => {
  // To accept a change: vitest run -u
  it("is what its version promises", async () => {
    const text = surface()
    expect(text).toContain("interface Adapter")
    expect(text).toContain("interface SimulatorPackage")
    await expect(
      text,
      `The contract changed. If adapters or hosts have to follow, raise contractVersion (src/Contract.ts), and oldest in supportedContracts where the host cannot run the older ones. If something was only added, nothing else is needed. Then accept the change: vitest run -u test/Contract.test.ts in packages/exchange`
    ).toMatchFileSnapshot(`contract/version-${contractVersion}.d.txt`)
  })
})
