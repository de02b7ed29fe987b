export { kraken } from "./Kraken.ts"
