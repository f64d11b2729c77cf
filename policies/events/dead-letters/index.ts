import { stackPolicy } from "../../policy";
import { awsFindings } from "./aws";
import { googleFindings } from "./google";
import { knativeFindings } from "./knative";

/** A rule of the stack, because what receives events has the dead letters of what it receives them from. */
export const deadLetters = stackPolicy({
  name: "dead-letters",
  description: "An event that nobody takes is kept.",
  why: "Without dead letters an event that a function fails on is tried for a while and then lost, and nobody is told.",
  link: "https://knative.dev/docs/eventing/event-delivery/",
  *check(resources) {
    yield* knativeFindings(resources);
    yield* awsFindings(resources);
    yield* googleFindings(resources);
  },
});
