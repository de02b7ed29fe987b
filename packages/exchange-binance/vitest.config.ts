// Shared by all packages: reporters that `npm test` counts, one copy of graphql.
export { default } from "../../tooling/vitest/shared.ts"
