import { Schema } from "effect"

/** Why the engine did not start; `message` says what to do. */
export class EngineStartError extends Schema.TaggedError<EngineStartError>()("EngineStartError", {
  reason: Schema.Literals([
    "DATA_DIR_IN_USE",
    "DATA_DIR_NOT_WRITABLE",
    "NO_DATABASE",
    "DATABASE_NEWER",
    "DATABASE_OLDER",
    "DATABASE_DAMAGED",
    "DISK_FULL",
    "DISK_FAILED",
    "KEY_FILE_MISSING",
    "KEY_FILE_INVALID",
    "KEY_FILE_WRONG",
    "KEY_FILE_IN_DATA_DIR",
    "ADAPTER_REFUSED"
  ]),
  message: Schema.String
}) {}
