import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  parseDocument,
  stringify,
  type Node,
  type YAMLMap,
} from "yaml";

/**
 * The text of a YAML file with a value set at a path of keys. Everything else stays as it was typed, comments and layout
 * too: what is there is cut out and replaced, what is missing is written behind the last key of its mapping.
 */
export function withValue(text: string, path: readonly string[], value: unknown): string {
  const document = parseDocument(text);
  const found = document.getIn(path, true);
  if (isScalar(found)) {
    const [start, end] = found.range!;
    return `${text.slice(0, start)}${oneLine(value)}${text.slice(end)}`;
  }
  const depth = path.findLastIndex((_, count) => isMap(document.getIn(path.slice(0, count), true)));
  const [key = "", ...keys] = path.slice(Math.max(0, depth));
  const pair = { [key]: keys.reduceRight((inner, name) => ({ [name]: inner }), value) };
  return depth < 0
    ? insertLines(text, text.length, stringify(pair))
    : added(text, document.getIn(path.slice(0, depth), true) as YAMLMap, pair);
}

function added(text: string, map: YAMLMap, pair: object): string {
  const last = map.items.at(-1);
  if (map.flow || last === undefined) {
    const inner = oneLine(pair).slice(1, -1).trim();
    const place = last === undefined ? map.range![0] + 1 : endOf(last);
    return `${text.slice(0, place)}${last === undefined ? ` ${inner} ` : `, ${inner}`}${text.slice(place)}`;
  }
  const [start] = (map.items[0]!.key as Node).range!;
  const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  return insertLines(text, endOf(last), stringify(pair, { lineWidth: 0 }).replaceAll(/^(?=.)/gm, indent));
}

const oneLine = (value: unknown): string =>
  stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();

/** Writes lines behind the line that an offset is in or has just ended. */
function insertLines(text: string, offset: number, lines: string): string {
  const after = text.slice(0, offset).endsWith("\n") ? offset : text.indexOf("\n", offset) + 1 || text.length;
  const before = text.slice(0, after);
  return `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${lines}${text.slice(after)}`;
}

/** Where a node ends, without comments behind it. */
function endOf(node: unknown): number {
  if (isPair(node)) return endOf(node.value ?? node.key);
  if (isCollection(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return (node as Node).range![1];
}
