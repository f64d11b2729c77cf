import * as fs from "node:fs";
import { handlesOnce } from "../../contract/idempotency";
import { cloudFunctions } from "../../support/contract/cloud-functions";
import { knative } from "../../support/contract/knative";
import { lambda } from "../../support/contract/lambda";
import { runtimeClient } from "../../support/lambda/runtime-client";
import { startPostgres, type PostgresServer } from "../../support/postgres";

let server: PostgresServer;
beforeAll(
  async () => {
    [server] = await Promise.all([startPostgres(), runtimeClient()]);
    await server.query(server.admin, fs.readFileSync("components/events/ledger/tables.sql", "utf8"));
    await server.query(server.admin, "CREATE TABLE effects (event text NOT NULL)");
  },
  // Unpacking PostgreSQL, where it is not cached, takes a minute, and compiling Lambda's client two.
  10 * 60_000,
);
afterAll(() => server.stop());

describe("on Knative", () => {
  handlesOnce(knative, () => server);
});
describe("on Lambda", () => {
  handlesOnce(lambda, () => server);
});
describe("on Cloud Functions", () => {
  handlesOnce(cloudFunctions, () => server);
});
