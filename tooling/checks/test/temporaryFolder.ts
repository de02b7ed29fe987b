import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { onTestFinished } from "vitest"

/** An empty folder, with spaces in its path, for as long as the running test. */
export const temporaryFolder = (purpose: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), `caudal checks ${purpose} `))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
