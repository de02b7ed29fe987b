export { ambientUses, foreignImports } from "./ambient.ts"
export { sourcesOf, type SourceFile } from "./SourceFile.ts"
