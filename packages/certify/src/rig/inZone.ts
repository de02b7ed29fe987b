/** Runs code as if this machine were set to another time zone: what reads a time by the machine's own clock is found out. */
// oxlint-disable-next-line eslint/no-restricted-globals -- changed for a moment and given back
const environment = process.env

export const inZone = <A>(zone: string, run: () => A): A => {
  const { TZ: own } = environment
  environment["TZ"] = zone
  try {
    return run()
  } finally {
    if (own === undefined) delete environment["TZ"]
    else environment["TZ"] = own
  }
}
