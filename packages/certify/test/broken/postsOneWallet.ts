/** Books everything into the spot wallet, wherever it happened. */
import { withPostings } from "./change.ts"

export const postsOneWallet = withPostings((posting) => ({ ...posting, wallet: "spot" }))
