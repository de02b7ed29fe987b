/** One line on stderr per thing worth knowing, indented lines for details. */
export const say = (message, ...details) => {
  process.stderr.write(`caudal: ${message}\n`)
  for (const detail of details) process.stderr.write(`  ${detail.trimEnd().replaceAll("\n", "\n  ")}\n`)
}

/** A failure that the reader can do something about: `details` say what. */
export class Problem extends Error {
  constructor(message, ...details) {
    super(message)
    this.details = details
  }
}

/** The work was interrupted by a signal that this process must end with too. */
export class Interrupted extends Problem {
  constructor(signal) {
    super(`interrupted (${signal})`)
    this.signal = signal
  }
}
