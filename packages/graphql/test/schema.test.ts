import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql"
import { describe, expect, it } from "vitest"
import { printedSchema, schema } from "../src/schema.ts"

describe("the schema", () => {
  // To accept a change: vitest run -u
  it("is the committed schema.graphql", async () => {
    await expect(printedSchema()).toMatchFileSnapshot("../schema.graphql")
  })

  it("describes every type, field, argument, input and enum value", () => {
    const silent: Array<string> = []
    const check = (name: string, description: string | null | undefined) => {
      if (!description?.trim()) silent.push(name)
    }
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith("__")) continue
      check(type.name, type.description)
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          check(`${type.name}.${field.name}`, field.description)
          for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name})`, arg.description)
        }
      }
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field.description)
      if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description)
    }
    expect(silent).toEqual([])
  })

  it("offers nothing that could trade or move money", () => {
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual([
      "assertOpening",
      "cancelSync",
      "chooseLots",
      "connectExchange",
      "correctAsset",
      "createPortfolio",
      "deletePortfolio",
      "disconnect",
      "importPrices",
      "pauseSync",
      "removeAssetCorrection",
      "removeImportedPrices",
      "renamePortfolio",
      "replaceCredentials",
      "setPortfolios",
      "setPrice",
      "syncNow",
      "withdrawLotChoice",
      "withdrawOpening",
      "withdrawPrice"
    ])
  })

  it("never gives a credential back", () => {
    const outputs = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type))
    const fields = outputs.flatMap((type) => Object.keys(type.getFields()).map((name) => [type.name, name] as const))
    const telling = fields
      .filter(([, name]) => /secret|password|passphrase|^token$|^value$/i.test(name))
      .map(([type, name]) => `${type}.${name}`)
    // Each of these is a figure, a setting or what a portfolio is worth.
    expect(telling.sort()).toEqual([
      "Explanation.value",
      "ExplanationTerm.value",
      "MoneyMeasure.value",
      "Portfolio.value",
      "RateMeasure.value",
      "Ref.value",
      "TaxSetting.value",
      "TaxTotal.value",
      "Valuation.value",
      "ValuationPoint.value"
    ])
  })
})
