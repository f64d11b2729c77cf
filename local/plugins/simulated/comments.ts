import * as ts from "typescript";

/** What stands above a declaration, without the marks of a comment. */
export function commentOf(declaration: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(comment?.comment) ?? "").trim();
}

/** The first sentence of it. */
export function sentenceOf(declaration: ts.Node): string {
  const words = commentOf(declaration).replace(/\s+/g, " ");
  return /^.*?[.:](?= |$)/.exec(words)?.[0] ?? words;
}
