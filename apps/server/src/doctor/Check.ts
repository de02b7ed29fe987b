/** One thing that was looked at. `todo` says what to do about it, unless all is well. */
export interface Check {
  readonly name: string
  readonly state: "ok" | "warning" | "error"
  readonly found: string
  readonly todo?: string
}

export const ok = (name: string, found: string): Check => ({ name, state: "ok", found })
export const warning = (name: string, found: string, todo: string): Check => ({ name, state: "warning", found, todo })
export const error = (name: string, found: string, todo: string): Check => ({ name, state: "error", found, todo })
