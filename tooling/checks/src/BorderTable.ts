/** Who may import whom, as data. A change here is a change of the architecture: see docs/decisions. */
export interface Part {
  /** Folder, with `*` for one name. The most specific part (the longest folder) that holds a file rules it. */
  readonly folder: string
  /** Entries of workspace packages, exactly as imported. A package may always import itself by name in its tests. */
  readonly workspace: ReadonlyArray<string>
  /** npm packages; `@scope/*` for all of a scope. Subpaths are included. */
  readonly npm: ReadonlyArray<string>
  /** Node's own modules; `node:*` for all. */
  readonly builtins: ReadonlyArray<string>
}

const exchange = "@caudal/exchange"
const simulator = "@caudal/exchange/simulator"
const engine = ["@caudal/engine", "@caudal/engine/storage/*"]
const testing = "@caudal/engine/testing"
const tests = ["vitest", "@effect/vitest", "fast-check"]

export const parts: ReadonlyArray<Part> = [
  { folder: "packages/exchange/src", workspace: [], npm: ["effect"], builtins: [] },
  // Reads account files.
  { folder: "packages/exchange/src/simulator", workspace: [], npm: ["effect", "msw"], builtins: ["node:fs"] },
  { folder: "packages/exchange/test", workspace: [], npm: ["effect", "msw", ...tests], builtins: ["node:*"] },

  { folder: "packages/exchange-*/src", workspace: [exchange], npm: ["effect"], builtins: [] },
  {
    // Checks the signatures it is sent.
    folder: "packages/exchange-*/src/simulator",
    workspace: [exchange, simulator],
    npm: ["effect"],
    builtins: ["node:crypto"]
  },
  {
    folder: "packages/exchange-*/test",
    workspace: [exchange, simulator, "@caudal/certify"],
    npm: ["effect", "msw", "ajv", ...tests],
    builtins: ["node:*"]
  },

  // What `caudal create-exchange` copies: an adapter package in all but its place.
  { folder: "tooling/create-exchange/src", workspace: [exchange], npm: [], builtins: [] },
  { folder: "tooling/create-exchange/src/simulator", workspace: [exchange, simulator], npm: [], builtins: ["node:crypto"] },
  { folder: "tooling/create-exchange/test", workspace: [exchange, simulator, "@caudal/certify"], npm: tests, builtins: ["node:*"] },

  { folder: "packages/exchange-*/bench", workspace: [exchange], npm: ["effect"], builtins: ["node:*"] },

  // Locks another library up and lets it read replies.
  {
    folder: "packages/bridge-*/src",
    workspace: [exchange],
    npm: ["ccxt"],
    builtins: ["node:vm", "node:fs", "node:module", "node:path"]
  },
  // Answers with replies on record.
  { folder: "packages/bridge-*/src/simulator", workspace: [exchange, simulator], npm: [], builtins: ["node:fs"] },
  { folder: "packages/bridge-*/test", workspace: [exchange, simulator, "@caudal/certify"], npm: tests, builtins: ["node:*"] },

  { folder: "packages/accounting/src", workspace: [], npm: ["effect"], builtins: [] },
  { folder: "packages/accounting/test", workspace: [], npm: ["effect", ...tests], builtins: ["node:*"] },

  { folder: "packages/engine/src", workspace: [exchange, "@caudal/accounting"], npm: ["effect"], builtins: [] },
  { folder: "packages/engine/src/host", workspace: [exchange], npm: ["effect"], builtins: ["node:zlib"] },
  // The vault keeps its outermost key in a file.
  { folder: "packages/engine/src/vault", workspace: [exchange], npm: ["effect"], builtins: ["node:crypto", "node:fs", "node:path"] },
  { folder: "packages/engine/src/access", workspace: [exchange], npm: ["effect"], builtins: ["node:crypto"] },
  {
    folder: "packages/engine/src/storage",
    workspace: [exchange],
    npm: ["effect", "@effect/sql-pg"],
    builtins: ["node:sqlite", "node:fs", "node:fs/promises", "node:path"]
  },
  { folder: "packages/engine/src/testing", workspace: [exchange, simulator], npm: ["effect", "msw"], builtins: ["node:crypto"] },
  {
    folder: "packages/engine/test",
    workspace: [exchange, simulator, "@caudal/accounting"],
    npm: ["effect", "msw", ...tests],
    builtins: ["node:*"]
  },

  {
    // Runs the real store on folders of its own, and reads the sources it judges.
    folder: "packages/certify/src",
    workspace: [exchange, simulator, ...engine],
    npm: ["effect"],
    builtins: ["node:fs", "node:os", "node:path", "node:url"]
  },
  {
    // A toy exchange of its own, since no real one may be imported here: the real ones depend on the kit.
    folder: "packages/certify/test",
    workspace: [exchange, simulator, ...engine],
    npm: ["effect", "msw", ...tests],
    builtins: ["node:*"]
  },

  {
    folder: "packages/graphql/src",
    workspace: ["@caudal/engine", exchange, "@caudal/accounting"],
    npm: ["effect", "graphql", "@pothos/*", "graphql-yoga", "@graphql-yoga/*"],
    builtins: []
  },
  {
    folder: "packages/graphql/test",
    workspace: [...engine, testing, exchange, simulator, "@caudal/accounting"],
    npm: ["effect", "graphql", "@pothos/*", "graphql-yoga", "@graphql-yoga/*", ...tests],
    builtins: ["node:*"]
  },

  { folder: "packages/embed/src", workspace: [], npm: ["react"], builtins: [] },
  { folder: "packages/embed/test", workspace: [], npm: ["react", "graphql", ...tests], builtins: ["node:*"] },

  {
    folder: "apps/server/src",
    // No exchange: they are found by name when it runs.
    workspace: [...engine, exchange, simulator, "@caudal/accounting", "@caudal/certify", "@caudal/certify/sources", "@caudal/graphql"],
    npm: ["effect", "@effect/platform-node", "ws", "msw"],
    builtins: ["node:*"]
  },
  {
    folder: "apps/server/test",
    workspace: ["@caudal/*"],
    npm: ["effect", "@effect/platform-node", "ws", "msw", "graphql", "playwright-core", "ccxt", ...tests],
    builtins: ["node:*"]
  },
  { folder: "apps/web/src", workspace: ["@caudal/embed", "@caudal/embed/*"], npm: ["react", "react-dom"], builtins: [] },
  { folder: "apps/web/test", workspace: ["@caudal/embed"], npm: ["react", "react-dom", "playwright-core", ...tests], builtins: ["node:*"] },

  { folder: "tooling/scripts", workspace: [], npm: [], builtins: ["node:*"] },
  { folder: "tooling/vitest", workspace: [], npm: [], builtins: [] },
  { folder: "tooling/checks", workspace: [], npm: ["vitest"], builtins: ["node:*"] },
  { folder: "tooling/bench", workspace: ["@caudal/*"], npm: ["effect", "vitest", "msw", "ccxt", "xirr"], builtins: ["node:*"] }
]

/** Needed to compile or to run tests, imported by nothing: may be a devDependency of any package. */
export const tools = ["@types/node", "typescript", "vitest"]

/**
 * Inside a package: files in `folder` may not import from `never`. Facts flow from the host to the books, and nothing
 * that keeps or signs knows what it is kept or signed for.
 */
export const inner: ReadonlyArray<{ readonly folder: string; readonly never: ReadonlyArray<string> }> = [
  { folder: "packages/engine/src/vault", never: ["host", "sync", "assets", "ledger", "books", "portfolio", "market", "alerts"] },
  { folder: "packages/engine/src/host", never: ["sync", "assets", "ledger", "books", "portfolio", "market", "alerts", "access"] },
  // Identity is resolved by whoever reads; facts and proofs keep the codes as printed.
  { folder: "packages/engine/src/assets", never: ["host", "vault", "sync", "ledger", "books", "portfolio", "market", "alerts", "access"] },
  { folder: "packages/engine/src/ledger", never: ["host", "vault", "sync", "assets", "books", "portfolio", "market", "alerts"] },
  { folder: "packages/engine/src/books", never: ["host", "vault", "assets", "portfolio", "alerts"] },
  { folder: "packages/engine/src/notices", never: ["host", "vault", "portfolio", "alerts"] },
  { folder: "packages/engine/src/portfolio", never: ["host", "vault", "alerts"] }
]
