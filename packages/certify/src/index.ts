export * from "./Case.ts"
export { cases } from "./cases/index.ts"
export * from "./certify.ts"
export { sourcesOf, type SourceFile } from "./sources/index.ts"
