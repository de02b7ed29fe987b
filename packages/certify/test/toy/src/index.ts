export { pond } from "./Pond.ts"
export { river } from "./River.ts"
