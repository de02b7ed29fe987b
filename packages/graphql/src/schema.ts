/** The schema and its text. The text is committed as schema.graphql; a test fails when they part. */
import { lexicographicSortSchema, printSchema } from "graphql"
import { builder } from "./builder.ts"
import "./schema/scalars.ts"
import "./schema/assertOpening.ts"
import "./schema/chooseLots.ts"
import "./schema/connect.ts"
import "./schema/PortfolioChange.ts"
import "./schema/Viewer.ts"
import "./schema/PortfolioGains.ts"
import "./schema/PortfolioPerformance.ts"
import "./schema/TaxRules.ts"

export const schema = builder.toSchema()

export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`
