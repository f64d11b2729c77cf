import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";

/** The document of the real API is not part of this project; it lies beside it where it may be used. */
const file = path.resolve(__dirname, "../../../shared/reference/cockroach-cloud-openapi.json");

/** A call as it went. */
export interface Call {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly request?: unknown;
  readonly status: number;
  readonly response: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

interface Body {
  readonly content: { readonly "application/json": { readonly schema: object } };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Holds calls against the document of the API: bodies, their fields, and queries. */
export class Conformance {
  /** Operations that were called with success. */
  readonly seen = new Set<string>();
  private readonly document?: Document;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });

  constructor() {
    if (!existsSync(file)) {
      process.stderr.write(`calls are not held against the document of the API: there is no ${file}\n`);
      return;
    }
    this.document = closed(JSON.parse(readFileSync(file, "utf8"))) as Document;
    this.ajv.addSchema(this.document, "api");
    for (const format of ["int32", "float"])
      this.ajv.addFormat(format, { type: "number", validate: () => true });
    this.ajv.addFormat("int64", /^-?\d{1,19}$/);
    this.ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
  }

  get isPossible(): boolean {
    return this.document !== undefined;
  }

  /** @returns what is wrong with a call */
  problems(call: Call): string[] {
    if (!this.document) return [];
    const url = new URL(call.path, "http://localhost");
    const operation = this.operationOf(call.method, url.pathname);
    if (!operation) return [`${call.method} ${url.pathname} is no call of the API`];
    const queries = operation.parameters?.filter((each) => each.in === "query").map(({ name }) => name) ?? [];
    const unknown = [...url.searchParams.keys()].filter((name) => !queries.includes(name));
    if (call.status === 200) this.seen.add(operation.operationId);
    const answers = operation.responses[call.status === 200 ? "200" : "default"];
    return [
      ...unknown.map((name) => `query: ${name} is unknown`),
      // What is refused may be wrong.
      ...(call.status === 200 ? this.check("request", operation.requestBody, call.request) : []),
      ...this.check("response", answers, call.response),
    ];
  }

  private operationOf(method: string, called: string): Operation | undefined {
    const fits = (template: string): boolean =>
      new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(called);
    const templates = Object.keys(this.document?.paths ?? {}).filter(fits);
    // The one without a parameter is the more exact one.
    const [template] = templates.sort((a, b) => a.split("{").length - b.split("{").length);
    return this.document?.paths[template ?? ""]?.[method.toLowerCase()];
  }

  private check(what: string, body: Body | undefined, value: unknown): string[] {
    if (!body) return value === undefined ? [] : [`${what}: none is expected`];
    const schema = absolute(body.content["application/json"].schema) as object;
    if (this.ajv.validate(schema, value)) return [];
    return (this.ajv.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** Fields that the document does not name are mistakes. It requires some that it does not describe. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  if (copy.type !== "object" || !copy.properties || copy.additionalProperties) return copy;
  const required = (copy.required ?? []) as readonly string[];
  const undescribed = Object.fromEntries(required.map((name) => [name, {}]));
  return { ...copy, properties: { ...undescribed, ...copy.properties }, additionalProperties: false };
}

/** A schema whose references lead into the document from outside of it. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "$ref" ? `api${each as string}` : absolute(each),
    ]),
  );
}
