/** Versions are written once, in the catalog, and exactly. Pure. */
import type { Manifest } from "./Borders.ts"

/** The `catalog:` section of pnpm-workspace.yaml; enough of YAML for that file, which we write ourselves. */
export const readCatalog = (yaml: string): ReadonlyMap<string, string> => {
  const lines = yaml.split("\n")
  const start = lines.indexOf("catalog:")
  if (start < 0) return new Map()
  const section = lines.slice(start + 1)
  const end = section.findIndex((line) => /^\S/.test(line))
  const entry = /^\s+"?([^":\s]+)"?:\s+"?([^"\s#]+)"?/
  return new Map(
    section
      .slice(0, end < 0 ? undefined : end)
      .map((line) => entry.exec(line))
      .filter((match) => match !== null)
      .map(([, name = "", version = ""]) => [name, version])
  )
}

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

export const inexactVersions = (catalog: ReadonlyMap<string, string>): ReadonlyArray<string> =>
  Array.from(catalog)
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name}: ${version} is not one exact version`)

export const strayVersions = (manifests: ReadonlyArray<Manifest>): ReadonlyArray<string> =>
  manifests.flatMap((manifest) =>
    [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap((declared) =>
      Object.entries(declared ?? {})
        .filter(([name, version]) => version !== (name.startsWith("@caudal/") ? "workspace:*" : "catalog:"))
        .map(
          ([name, version]) => `${manifest.path}: ${name} is ${version}, not ${name.startsWith("@caudal/") ? "workspace:*" : "catalog:"}`
        )
    )
  )
