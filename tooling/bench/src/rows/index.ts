import type { Row } from "../Row.ts"
import { decode } from "./decode.ts"

export const rows: ReadonlyArray<Row> = [decode]
