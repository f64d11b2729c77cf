/** The word that every resource of a simulated provider says somewhere. */
export const word = "simulated";

/** Where their addresses are: no name that ends so leads anywhere, which is what `.invalid` is for. */
export const domain = `${word}.invalid`;

/** Whether a simulated provider made an address up. */
export const isSimulated = (url: string): boolean =>
  URL.canParse(url) && new URL(url).hostname.endsWith(`.${domain}`);
