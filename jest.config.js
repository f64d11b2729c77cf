/** ES modules, which Jest loads as none: jose, and Keycloak's client with what that one is made of. */
const modules = "(jose|@keycloak/keycloak-admin-client|@microsoft/kiota-[a-z-]+|camelize-ts|url-template)";

/** One transform for every test: swc, which strips types and checks none (`npm run check:types` does). */
const common = {
  testEnvironment: "node",
  transform: {
    [`^.+\\.ts$|/node_modules/${modules}/.+\\.js$`]: [
      "@swc/jest",
      { jsc: { target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!${modules}/)`],
};

/** What of the real engine and the real servers is tested within an hour on two cores, the making of the tools included. */
const withinAnHour = [
  "test/e2e/{stack,plugins,simulated-clouds,sql,migrations,recovery,cockroach}.test.ts",
  "test/e2e/policies/*.test.ts",
  "test/e2e/cockroach-cloud/*.test.ts",
  "test/e2e/events/{once,outbox,letters,changes,lambda,idempotency}.test.ts",
];

module.exports = {
  // In milliseconds. A busy machine is no failure.
  testTimeout: 30_000,
  // unit: no root, no tool chain, no network. e2e: the real engine on the local platform. long: what takes longer than
  // an hour on two cores.
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/test/e2e/", "/test/long/"],
    },
    { ...common, displayName: "e2e", testMatch: withinAnHour.map((one) => `<rootDir>/${one}`) },
    {
      ...common,
      displayName: "long",
      testMatch: ["<rootDir>/test/{long,e2e}/**/*.test.ts", ...withinAnHour.map((one) => `!**/${one}`)],
    },
  ],
};
