/**
 * A regular expression, without anchors, for a text in which `*` stands for anything.
 *
 * @param anything what `*` stands for. @default anything but a slash
 */
export const pattern = (text: string, anything = "[^/]*"): string =>
  text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", anything);
