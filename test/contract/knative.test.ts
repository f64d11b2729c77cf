import { knative } from "../support/contract/knative";
import { differs } from "./differences";
import { takesEvents } from "./events";
import { answersRequests } from "./requests";

describe("on Knative, a function that answers requests", () => {
  answersRequests(knative);
});
describe("on Knative, a function that takes events", () => {
  takesEvents(knative);
});
describe("on Knative, what is not the same everywhere", () => {
  differs(knative);
});
