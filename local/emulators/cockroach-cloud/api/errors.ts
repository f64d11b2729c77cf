import type { ContentfulStatusCode } from "hono/utils/http-status";

/** The real API is a gRPC service behind HTTP: its errors have gRPC's numbers, and these HTTP statuses. */
const kinds = {
  invalid: { code: 3, status: 400 },
  deadline: { code: 4, status: 504 },
  "not found": { code: 5, status: 404 },
  exists: { code: 6, status: 409 },
  forbidden: { code: 7, status: 403 },
  exhausted: { code: 8, status: 429 },
  precondition: { code: 9, status: 400 },
  unimplemented: { code: 12, status: 501 },
  internal: { code: 13, status: 500 },
  unavailable: { code: 14, status: 503 },
  unauthenticated: { code: 16, status: 401 },
} as const satisfies Record<string, { code: number; status: ContentfulStatusCode }>;

export type ErrorKind = keyof typeof kinds;

/** What a call ends with when it does not succeed. */
export class ApiError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get status(): ContentfulStatusCode {
    return kinds[this.kind].status;
  }

  get body() {
    return { code: kinds[this.kind].code, message: this.message, details: [] };
  }
}

/** The kind of error that has an HTTP status. */
export function kindOf(status: number): ErrorKind | undefined {
  const found = Object.entries(kinds).find(([, kind]) => kind.status === status);
  return found?.[0] as ErrorKind | undefined;
}

export const invalid = (text: string): ApiError => new ApiError("invalid", `invalid argument: ${text}`);

export const noCluster = (id: string): ApiError => new ApiError("not found", `cluster '${id}' not found`);

const bySqlState: Readonly<Record<string, ErrorKind>> = {
  "42710": "exists",
  "42P04": "exists",
  "3D000": "not found",
  "42704": "not found",
  "2BP01": "precondition",
  "55006": "precondition",
  "42939": "invalid",
  "42602": "invalid",
};

/** What an error of PostgreSQL is to a caller of the API; undefined for a defect of ours. */
export function fromPostgres(error: unknown): ApiError | undefined {
  const { code, message, detail } = error as { code?: string; message: string; detail?: string };
  const kind = code === undefined ? undefined : bySqlState[code];
  return kind && new ApiError(kind, detail ? `${message}: ${detail}` : message);
}
