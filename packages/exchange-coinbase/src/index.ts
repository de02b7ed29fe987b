export { coinbase } from "./Coinbase.ts"
