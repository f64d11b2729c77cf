import { kind, kindOf, makesPods, containers } from "./kubernetes";
import { parsed } from "./json";
import type { Resource } from "./policy";
import { at, entries, items, type Properties, type Value } from "./value";

/** A text that programs are given: what they are told of where their database is is among these. */
export interface Given {
  /** @example "spec.template.spec.containers[api].env[DATABASE_URL]" */
  readonly at: string;
  /** Of the variable or the key; undefined for what has none. */
  readonly name?: string;
  /** It may hold secrets, and is never shown. */
  readonly text: string;
}

const functions: Readonly<Record<string, readonly string[]>> = {
  "aws:lambda/function:Function": ["environment", "variables"],
  "gcp:cloudfunctions/function:Function": ["environmentVariables"],
  "gcp:cloudfunctionsv2/function:Function": ["serviceConfig", "environmentVariables"],
};

const cloudContainers: Readonly<Record<string, readonly string[]>> = {
  "gcp:cloudrun/service:Service": ["template", "spec", "containers"],
  "gcp:cloudrunv2/service:Service": ["template", "containers"],
  "gcp:cloudrunv2/workerPool:WorkerPool": ["template", "containers"],
  "gcp:cloudrunv2/job:Job": ["template", "template", "containers"],
};

const secrets: Readonly<Record<string, readonly string[]>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString"],
  "aws:ssm/parameter:Parameter": ["value", "insecureValue"],
  "gcp:secretmanager/secretVersion:SecretVersion": ["secretData"],
};

const tasks = "aws:ecs/taskDefinition:TaskDefinition";
const isKept = kind("core", "Secret", "ConfigMap");
const clouds = new Set([tasks, ...[functions, cloudContainers, secrets].flatMap((all) => Object.keys(all))]);

/** For `concerns`: what gives programs texts. */
export const givesTexts = (type: string): boolean => isKept(type) || makesPods(type) || clouds.has(type);

/** All texts that a resource gives programs, those that are known. */
export function* given(resource: Resource): Iterable<Given> {
  const { type, properties } = resource;
  if (isKept(type)) yield* kept(properties, kindOf(type)?.kind === "Secret");
  if (makesPods(type))
    for (const { at: where, value } of containers(resource)) {
      yield* variables(`${where}.env`, at(value, "env"));
      yield* listed(`${where}.command`, at(value, "command"));
      yield* listed(`${where}.args`, at(value, "args"));
    }
  const map = functions[type];
  if (map) yield* named(map.join("."), at(properties, ...map));
  const list = cloudContainers[type];
  if (list)
    for (const [index, one] of items(at(properties, ...list)).entries())
      yield* variables(`${list.join(".")}[${index}].envs`, at(one, "envs"));
  for (const field of secrets[type] ?? []) yield* text(field, properties[field]);
  if (type === tasks)
    for (const [index, one] of items(parsed(at(properties, "containerDefinitions"))).entries())
      yield* variables(`containerDefinitions[${index}].environment`, at(one, "environment"));
}

function* kept({ data, stringData }: Properties, isEncoded: boolean): Iterable<Given> {
  for (const [name, value] of entries(data))
    if (typeof value === "string")
      yield {
        at: `data[${name}]`,
        name,
        text: isEncoded ? Buffer.from(value, "base64").toString("utf8") : value,
      };
  yield* named("stringData", stringData);
}

function* named(where: string, map: Value): Iterable<Given> {
  for (const [name, value] of entries(map)) yield* text(`${where}[${name}]`, value, name);
}

function* variables(where: string, list: Value): Iterable<Given> {
  for (const one of items(list)) {
    const name = at(one, "name");
    if (typeof name === "string") yield* text(`${where}[${name}]`, at(one, "value"), name);
  }
}

function* listed(where: string, list: Value): Iterable<Given> {
  for (const [index, one] of items(list).entries()) yield* text(`${where}[${index}]`, one);
}

function* text(where: string, value: Value, name?: string): Iterable<Given> {
  if (typeof value === "string") yield { at: where, name, text: value };
}
