/**
 * How every package runs its tests. A plain value without imports, so that it belongs to no package.
 *
 * The report is what `npm test` counts; turbo keeps and replays it (`outputs` in turbo.json).
 */
export default {
  // With vite's usual `development` condition, tests would load a second copy of `graphql` beside the one that plain
  // Node resolves, and every schema would come "from another realm".
  ssr: { resolve: { conditions: ["module", "node"], externalConditions: ["node", "module-sync"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: ".test-report.json" }]],
    // Two busy cores are slow cores: a wait that never ends is still noticed, a pause of the machine is not.
    testTimeout: 120_000,
    hookTimeout: 120_000
  }
}
