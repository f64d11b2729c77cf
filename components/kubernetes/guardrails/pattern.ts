/** A regular expression, without anchors, for a text in which `*` stands for anything but a slash. */
export const pattern = (text: string): string =>
  text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
