export * from "./ToyExchange.ts"
export * from "./toyAdapter.ts"
