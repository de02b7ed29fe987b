/**
 * A simulator is a double of an exchange's REST interface that runs nowhere by itself: a set of msw handlers for the
 * exchange's own origin. In a test they are installed in process; `caudal sandbox` binds the same ones to a loopback port.
 */
import type { RequestHandler } from "msw"
import type { Act } from "./Act.ts"
import type { FaultPlan } from "./FaultPlan.ts"
import type { RequestReport } from "./RequestLog.ts"

export interface Simulator {
  /** The exchange it doubles: `bitso`. */
  readonly id: string
  /** The origin the handlers answer for; a port binding maps its requests to it. */
  readonly origin: string
  readonly handlers: ReadonlyArray<RequestHandler>
  /** The one key pair that is let in, by the field names of the adapter's manifest. */
  readonly credentials: Readonly<Record<string, string>>
  /** Personal data in its replies beside that of the acts: texts that no client may keep. */
  readonly planted: ReadonlyArray<string>
  /** What really happened in the account, whatever the answers said. */
  readonly truth: () => unknown
  readonly requests: () => RequestReport
  readonly clearRequests: () => void
  /** Replaces the plan; counters of the rules start again. */
  readonly setFaults: (plan: FaultPlan) => void
  /** New activity: native rows by list name, newest first. */
  readonly append: (rows: Activity) => void
}

/** Native rows by the name of their list, and whatever else the exchange's account file knows (a balance). */
export type Activity = Readonly<Record<string, unknown>>

/** What the `./simulator` entry of an adapter package offers to a program that knows exchanges only by name. */
export interface SimulatorPackage {
  readonly id: string
  readonly personas: ReadonlyArray<string>
  /** Acts, oldest first, as rows of every list they appear in, newest first: an account to open, or activity to append. */
  readonly rowsOf: (acts: ReadonlyArray<Act>) => Activity
  /** How the exchange prints an act's asset in a wallet, where that is not its own code (`usd` in earn is `usd.F`). */
  readonly codeOf?: (asset: string, wallet: string) => string
  readonly open: (options: OpenOptions) => Simulator
}

export interface OpenOptions {
  /** A persona's name, the path of an account file, or rows. */
  readonly account: { readonly persona: string } | { readonly file: string } | { readonly rows: Activity }
  /**
   * What the key may do besides reading: `trade`, `withdraw`, or a power never heard of. Only exchanges that tell it
   * (the manifest's `credentials.listsRights`) take notice.
   */
  readonly powers?: ReadonlyArray<string>
  readonly faults?: FaultPlan
  /** Rate windows and lockouts are this many times shorter than the real ones. */
  readonly rateScale?: number
}
