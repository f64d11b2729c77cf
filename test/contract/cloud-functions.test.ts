import { cloudFunctions } from "../support/contract/cloud-functions";
import { differs } from "./differences";
import { takesEvents } from "./events";
import { answersRequests } from "./requests";

describe("on Cloud Functions, a function that answers requests", () => {
  answersRequests(cloudFunctions);
});
describe("on Cloud Functions, a function that takes events", () => {
  takesEvents(cloudFunctions);
});
describe("on Cloud Functions, what is not the same everywhere", () => {
  differs(cloudFunctions);
});
