/** What a command may touch of the process. A test passes its own. */
export interface Io {
  readonly stdout: { readonly write: (text: string) => unknown }
  readonly stderr: { readonly write: (text: string) => unknown }
  readonly stdin: () => Promise<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted by SIGTERM and SIGINT: end what you are doing. */
  readonly signal: AbortSignal
}

export type Command = (argv: ReadonlyArray<string>, io: Io) => Promise<number>

/** Ends a command with one clear line on stderr. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** The command was called in a way it does not understand (EX_USAGE). */
export const usage = (message: string): CommandError => new CommandError(message, 64)
