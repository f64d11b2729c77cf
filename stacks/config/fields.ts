import { z } from "zod";
import type { Duration, Size } from "../../components/contracts";
import { toSeconds } from "../../components/duration";

/*
 * The kinds of values that the configuration is made of. `title` says what is allowed, in the words of an
 * error message ("Allowed: …") and of an editor's hint.
 */

/** Text of a given form; further checks run on text of that form only. */
export const text = (title: string, form: RegExp = /\S/) =>
  z.string().regex(form, { abort: true }).meta({ title });

export const hostName = () =>
  text(
    "a host name in lower-case letters, digits and dashes, such as apps.example.com",
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
  );

export const wholeNumber = (min: number, max: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .meta({ title: `a whole number from ${min} to ${max}` });

/** @param min in seconds @param max in seconds @param range the two in words */
export function duration(min: number, max: number, range: string): z.ZodType<Duration, Duration> {
  const title = `a duration in words, ${range}, such as "30 seconds"`;
  const inRange = (value: string) =>
    toSeconds(value as Duration) >= min && toSeconds(value as Duration) <= max;
  const schema = text(title, /^\d{1,6} (second|minute|hour)s?$/).refine(inRange, { params: { title } });
  return schema as unknown as z.ZodType<Duration, Duration>;
}

export function size(): z.ZodType<Size, Size> {
  return text(
    'an amount of memory, such as "512 MB" or "4 GB"',
    /^[1-9]\d{0,5} (MB|GB)$/,
  ) as unknown as z.ZodType<Size, Size>;
}

export const cidr = () =>
  z.union([z.cidrv4(), z.cidrv6()]).meta({ title: "addresses in CIDR form, such as 203.0.113.7/32" });
