/** Who the application logs in as after so many rotations: its two users take turns. */
export const activeUser = (rotation: number): 0 | 1 => (rotation % 2 === 0 ? 0 : 1);

/**
 * How often each password was made anew after so many rotations. The user whose turn it is gets a new one, and the
 * other keeps the one that running pods log in with until they are replaced. Nothing that runs logs in as the owner.
 */
export function generationsOf(rotation: number): { owner: number; users: readonly [number, number] } {
  return { owner: rotation, users: [Math.floor(rotation / 2), Math.ceil(rotation / 2)] };
}
