import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";

/** What callers show, and everything that is accepted. */
export interface Keys {
  /** Secret. */
  readonly current: pulumi.Output<string>;
  /** The current one first, which pods show to each other; secret. */
  readonly accepted: pulumi.Output<string>;
}

const places = [0, 1, 2] as const;

/**
 * Which key is where after so many rotations: that of the last one, the current one and the next one, each in its place
 * until it was the last. In an update, pods and callers of both sides of it know each other's keys; what was current two
 * rotations ago is nothing any more.
 */
export function keysAfter(rotation: number): { readonly current: 0 | 1 | 2; readonly generations: number[] } {
  const around = [rotation - 1, rotation, rotation + 1];
  const placeOf = (key: number) => (((key % 3) + 3) % 3) as 0 | 1 | 2;
  return {
    current: placeOf(rotation),
    generations: places.map((place) => around.find((key) => placeOf(key) === place)!),
  };
}

/** Random keys, each made anew when a rotation is its turn. */
export function presharedKeys(name: string, rotation: number, opts: pulumi.CustomResourceOptions): Keys {
  const { current, generations } = keysAfter(rotation);
  const keys = places.map((place) => {
    const keepers = { generation: String(generations[place]) };
    return pulumi.secret(
      new RandomPassword(`${name}-key-${place}`, { length: 48, special: false, keepers }, opts).result,
    );
  });
  const first = keys[current]!;
  const others = keys.filter((key) => key !== first);
  return { current: first, accepted: pulumi.all([first, ...others]).apply((all) => all.join(",")) };
}
