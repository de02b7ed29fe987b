/** Logs: one JSON object per line on stderr, from the configured level up. stdout belongs to the answer. */
import { Layer, Logger, References } from "effect"
import type { LogLevel } from "./configuration.ts"

export const logging = (level: LogLevel) =>
  Layer.mergeAll(Logger.layer([Logger.withConsoleError(Logger.formatJson)]), Layer.succeed(References.MinimumLogLevel, level))
