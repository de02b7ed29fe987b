export { bitso } from "./Bitso.ts"
