/** Risk of daily returns. */
import type { PerformanceAnswer, ShownRisk } from "@caudal/engine"
import { builder } from "../builder.ts"
import { RateMeasure } from "./Measure.ts"

const Drawdown = builder.objectRef<NonNullable<PerformanceAnswer["risk"]["drawdown"]>>("Drawdown").implement({
  description: "The deepest fall of the time-weighted index, its beginning included.",
  fields: (t) => ({
    depth: t.exposeFloat("depth", { description: "0 or below: -0.5 is half." }),
    peak: t.exposeString("peak", { nullable: true, description: "The day it fell from; null where it never fell." }),
    trough: t.exposeString("trough", { nullable: true, description: "The lowest day." }),
    recovery: t.exposeString("recovery", { nullable: true, description: "The first day back where it fell from; null while it is not." })
  })
})

const Concentration = builder.objectRef<PerformanceAnswer["concentration"]>("Concentration").implement({
  description: "How the value at the end is spread over assets; what has no price is left out.",
  fields: (t) => {
    const of = (key: "hhi" | "effectiveN" | "top1" | "top5", description: string) =>
      t.field({
        type: RateMeasure,
        description,
        resolve: (concentration) => ({ measure: { ...concentration[key], bound: null, causes: [] }, assets: new Map() })
      })
    return {
      hhi: of("hhi", "Sum of squared shares (Herfindahl-Hirschman): 1 is all in one."),
      effectiveN: of("effectiveN", "As concentrated as so many equal parts: 1 ÷ `hhi`."),
      top1: of("top1", "Share of the largest."),
      top5: of("top5", "Share of the five largest.")
    }
  }
})

export const Risk = builder.objectRef<PerformanceAnswer>("Risk").implement({
  description:
    "How it swung: of daily time-weighted returns from the day after the first money on, 365 days a year. Undefined below 30 days.",
  fields: (t) => {
    const of = (key: ShownRisk, description: string) =>
      t.field({ type: RateMeasure, description, resolve: ({ risk, assets }) => ({ measure: risk.measures[key], assets }) })
    return {
      returns: t.int({ description: "Days with a return.", resolve: ({ risk }) => risk.returns }),
      volatility: of("volatility", "Standard deviation a year."),
      drawdown: t.field({
        type: Drawdown,
        nullable: true,
        description: "The deepest fall; null where days could not be linked.",
        resolve: ({ risk }) => risk.drawdown
      }),
      sharpe: of("sharpe", "Mean return over its deviation, a year; nothing is taken off for a rate without risk."),
      sortino: of("sortino", "Mean return over the deviation of falls, a year."),
      calmar: of("calmar", "Return a year over the deepest fall."),
      omega: of("omega", "Sum of rises over sum of falls."),
      ulcerIndex: of("ulcerIndex", "Root mean square of the fall from the last height."),
      beta: of("beta", "Against Bitcoin in the currency, on days both are known."),
      correlation: of("correlation", "With Bitcoin, on the same days."),
      concentration: t.field({
        type: Concentration,
        description: "How it is spread at the end.",
        resolve: ({ concentration }) => concentration
      })
    }
  }
})
