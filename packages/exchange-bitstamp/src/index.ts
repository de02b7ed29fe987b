export { bitstamp } from "./Bitstamp.ts"
