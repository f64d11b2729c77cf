/** How many are asked for at once. */
export const pageSize = 50;

/** All of a list that is given in pages. @param page asks for so many from one on */
export async function allOf<T>(
  page: (range: { readonly first: number; readonly max: number }) => Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (;;) {
    const next = await page({ first: found.length, max: pageSize });
    found.push(...next);
    if (next.length < pageSize) return found;
  }
}
