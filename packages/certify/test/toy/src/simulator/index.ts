/** Pond's double. */
import { packageFor } from "./packageFor.ts"

export const simulatorPackage = packageFor("pond")
