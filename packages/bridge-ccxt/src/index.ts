/** Prices of the exchanges that ccxt knows: public data only, never an account. */
export { adapterOf } from "./adapterOf.ts"
