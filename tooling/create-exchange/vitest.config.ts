import shared from "../../tooling/vitest/shared.ts"

// Unfinished on purpose: the whole kit is for what is made from it. apps/server's tests say how far it comes.
export default { ...shared, test: { ...shared.test, exclude: ["test/certify.test.ts"] } }
