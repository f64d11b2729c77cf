/**
 * Users of whom something holds: surely, or possibly, which is under a condition of which too little is known. Whoever
 * is sure is possible, too.
 */
export interface Crowd {
  readonly sure: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

export function crowdOf(users: Iterable<string>): Crowd {
  const all = new Set(users);
  return { sure: all, possible: all };
}

export const nobody = crowdOf([]);

/** Who is in one crowd at least. */
export const anyOf = (crowds: readonly Crowd[]): Crowd => ({
  sure: union(crowds.map(({ sure }) => sure)),
  possible: union(crowds.map(({ possible }) => possible)),
});

/** Who is in every crowd; where there is none, nobody. */
export const allOf = (crowds: readonly Crowd[]): Crowd => ({
  sure: intersection(crowds.map(({ sure }) => sure)),
  possible: intersection(crowds.map(({ possible }) => possible)),
});

/** Who is in one crowd and not in the other: surely only where the other one is out of the question. */
export const without = (some: Crowd, others: Crowd): Crowd => ({
  sure: difference(some.sure, others.possible),
  possible: difference(some.possible, others.sure),
});

/** What is left of a crowd when nobody in it is sure any more. */
export const possibly = ({ possible }: Crowd): Crowd => ({ sure: nobody.sure, possible });

const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

const intersection = ([first, ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set([...(first ?? [])].filter((one) => others.every((set) => set.has(one))));

const difference = (some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...some].filter((one) => !others.has(one)));
