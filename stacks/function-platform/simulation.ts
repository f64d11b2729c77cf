import { word } from "../../local/plugins/simulated/names";

/*
 * What providers log in with under cake:simulate. The simulated ones serve nobody else; a cloud would refuse it, so that
 * nothing is made there by mistake.
 */

/** The arguments of each provider. */
export const simulatedCredentials = {
  aws: { accessKey: word, secretKey: word },
  gcp: { accessToken: word },
} as const;
