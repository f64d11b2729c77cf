import { setTimeout as wait } from "node:timers/promises";
import type { Access } from "./access";
import type { Page } from "./api";
import { ApiError, isBusy, isFault, isGone, UnreachableError } from "./errors";

/** What a request is for. */
export interface Purpose {
  /** As in "create the database shop"; stands in messages. */
  readonly doing: string;
  readonly signal: AbortSignal;
}

/** Lets time pass. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

/** A request without an answer for this long has none. */
const requestTimeout = 60_000;
/** Waits before a request is sent again, in milliseconds. */
const retryWaits = [1000, 2000, 4000, 8000];
const pageSize = 500;

/**
 * The CockroachDB Cloud API. A request is sent again when the server had no time to look at it; one that only reads
 * also after a fault of the server, which may have come after the change of any other.
 */
export class CloudClient {
  constructor(
    private readonly access: Access,
    readonly pause: Pause = (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  ) {}

  get<Answer>(path: string, purpose: Purpose): Promise<Answer> {
    return this.request("GET", path, undefined, purpose);
  }

  /** @returns undefined when it does not exist */
  async find<Answer>(path: string, purpose: Purpose): Promise<Answer | undefined> {
    return this.get<Answer>(path, purpose).catch((error: unknown) => {
      if (isGone(error)) return undefined;
      throw error;
    });
  }

  /** The first item of a list that fits. @returns undefined when there is none, or no list */
  async findIn<Item>(
    path: string,
    list: string,
    fits: (item: Item) => boolean,
    purpose: Purpose,
  ): Promise<Item | undefined> {
    for (let page = ""; ;) {
      const query = new URLSearchParams({ "pagination.page": page, "pagination.limit": `${pageSize}` });
      const answer = await this.find<Page & Record<string, readonly Item[] | undefined>>(
        `${path}?${query.toString()}`,
        purpose,
      );
      const found = answer?.[list]?.find(fits);
      page = answer?.pagination?.next_page ?? "";
      if (found !== undefined || page === "") return found;
    }
  }

  post<Answer>(path: string, body: unknown, purpose: Purpose): Promise<Answer> {
    return this.request("POST", path, body, purpose);
  }

  put<Answer>(path: string, body: unknown, purpose: Purpose): Promise<Answer> {
    return this.request("PUT", path, body, purpose);
  }

  patch<Answer>(path: string, body: unknown, purpose: Purpose): Promise<Answer> {
    return this.request("PATCH", path, body, purpose);
  }

  /** Succeeds when it is gone already. */
  async delete(path: string, purpose: Purpose): Promise<void> {
    await this.request("DELETE", path, undefined, purpose).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }

  private async request<Answer>(
    method: string,
    path: string,
    body: unknown,
    purpose: Purpose,
  ): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.send<Answer>(method, path, body, purpose);
      } catch (error) {
        const delay = retryWaits[attempt];
        const isHarmless = isBusy(error) || (method === "GET" && isFault(error));
        if (delay === undefined || !isHarmless) throw error;
        const asked = error instanceof ApiError ? error.retryAfter : undefined;
        await this.pause(asked ?? delay, purpose.signal);
      }
    }
  }

  private async send<Answer>(method: string, path: string, body: unknown, purpose: Purpose): Promise<Answer> {
    const { doing, signal } = purpose;
    const { server } = this.access;
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(requestTimeout);
    const isChange = method !== "GET";
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${server}/api/v1${path}`, {
        method,
        headers: this.headers(body !== undefined),
        body: body === undefined ? undefined : JSON.stringify(body),
        // A change that is under way is waited for, also when the engine cancels: what it made is kept in the state.
        signal: isChange ? timeout : AbortSignal.any([signal, timeout]),
      });
      text = await response.text();
    } catch (error) {
      if (!isChange) signal.throwIfAborted();
      throw new UnreachableError(doing, server, isChange, error);
    }
    if (response.ok && isJson(response)) return JSON.parse(text) as Answer;
    const problem = response.ok
      ? `${server} answered with something other than JSON. Is it the address of the API?`
      : messageIn(text);
    throw new ApiError(response.status, doing, problem, retryAfter(response));
  }

  private headers(hasBody: boolean): Record<string, string> {
    const { token, vanityName, username } = this.access;
    return {
      Accept: "application/json",
      Authorization: `Bearer ${token}`,
      "Cc-Version": "2024-09-16",
      "User-Agent": "cakestack",
      ...(hasBody && { "Content-Type": "application/json" }),
      ...(vanityName && { "Cc-Vanity-Name": vanityName }),
      ...(username && { "Cc-Username": username }),
    };
  }
}

/** The path of something, with names in it that may hold any character. */
export function pathOf(parts: TemplateStringsArray, ...names: readonly (string | number)[]): string {
  return String.raw({ raw: parts }, ...names.map((name) => encodeURIComponent(name)));
}

const isJson = (response: Response): boolean =>
  /^application\/json\b/.test(response.headers.get("Content-Type") ?? "");

/** The API says what is wrong in a field of its own; what stands before it may say something else. */
function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // Shown as it is.
  }
  return text.trim().slice(0, 300) || "no reason given";
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, requestTimeout) : undefined;
}
