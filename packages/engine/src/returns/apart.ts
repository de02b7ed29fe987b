/** Where two lists of the same things differ: between what they begin with alike and what they end with alike. */
export const apart = <A>(
  was: ReadonlyArray<A>,
  is: ReadonlyArray<A>
): { readonly gone: ReadonlyArray<A>; readonly come: ReadonlyArray<A> } => {
  if (was === is) return { gone: [], come: [] }
  let from = 0
  while (from < was.length && from < is.length && was[from] === is[from]) from++
  let [gone, come] = [was.length, is.length]
  while (gone > from && come > from && was[gone - 1] === is[come - 1]) {
    gone--
    come--
  }
  return { gone: was.slice(from, gone), come: is.slice(from, come) }
}
