import { resourcePolicy } from "../../policy";
import { byType } from "../by-type";
import { googleWildcards, isGoogleGrant } from "./google";
import { identities } from "./identities";
import { resources } from "./resources";

const onAws = byType({ ...identities, ...resources });

export const iamWildcards = resourcePolicy({
  name: "iam-wildcards",
  description: "Permissions on AWS and Google Cloud name what may be done, with what, and by whom.",
  why: "Whoever takes over a program has all that it may do: with a wildcard, that is everything, and what is added later.",
  link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  concerns: (type) => onAws.concerns(type) || isGoogleGrant(type),
  check: (resource) => (isGoogleGrant(resource.type) ? googleWildcards(resource) : onAws.check(resource)),
});
