export { pond } from "./Pond.ts"
