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
      "cancelSync",
      "connectExchange",
      "correctAsset",
      "disconnect",
      "importPrices",
      "pauseSync",
      "removeAssetCorrection",
      "removeImportedPrices",
      "replaceCredentials",
      "setPrice",
      "syncNow",
      "withdrawPrice"
    ])
  })

  it("never gives a credential back", () => {
    const outputs = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type))
    const fields = outputs.flatMap((type) => Object.keys(type.getFields()))
    expect(fields.filter((name) => /secret|password|passphrase|^token$|^value$/i.test(name)).sort()).toEqual(Array(6).fill("value"))
  })
})
