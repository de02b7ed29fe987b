export { binance } from "./Binance.ts"
