/** Tells whether a text is as a pattern says, in which `*` stands for anything and all else for itself. */
export function matcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/g, String.raw`\$&`));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  return (text) => expression.test(text);
}
