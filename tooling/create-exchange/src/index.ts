export { quetzal } from "./Quetzal.ts"
