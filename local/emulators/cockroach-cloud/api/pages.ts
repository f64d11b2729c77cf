import type { Context } from "hono";
import { z } from "zod";
import { invalid } from "./errors";
import { queryOf } from "./requests";

const query = z.object({
  "pagination.page": z.string().optional(),
  "pagination.limit": z.coerce.number().int().min(0).optional(),
  "pagination.sort_order": z.enum(["ASC", "DESC"]).optional(),
});

const limits = { default: 100, most: 500 };

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly pagination: { readonly next_page?: string };
}

/**
 * Cuts a list into pages. A page is found again by the key of the last item before it, so that what is added or
 * removed meanwhile shifts nothing.
 *
 * @param keyOf by which the list is sorted; no two items have the same
 */
export function pageOf<T>(c: Context, all: readonly T[], keyOf: (item: T) => string): Page<T> {
  const wanted = queryOf(c, query);
  const size = Math.min(wanted["pagination.limit"] || limits.default, limits.most);
  const direction = wanted["pagination.sort_order"] === "DESC" ? -1 : 1;
  const compare = (a: string, b: string): number => direction * (a < b ? -1 : a > b ? 1 : 0);
  const after = keyFrom(wanted["pagination.page"]);
  const rest = all
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || compare(key, after) > 0)
    .sort((a, b) => compare(a.key, b.key));
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    pagination: rest.length > size && last ? { next_page: Buffer.from(last.key).toString("base64url") } : {},
  };
}

function keyFrom(page: string | undefined): string | undefined {
  if (!page) return undefined;
  const key = Buffer.from(page, "base64url").toString();
  if (Buffer.from(key).toString("base64url") !== page) throw invalid(`pagination.page: '${page}' is no page`);
  return key;
}
