/** What is called of npm's `xirr`, which has no types of its own. */
declare module "xirr" {
  const xirr: (flows: ReadonlyArray<{ readonly amount: number; readonly when: Date }>) => number
  export default xirr
}
