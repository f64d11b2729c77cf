import { askedOf, environmentOf, fakeStore } from "../fixtures";
import { containerOf, port, recordKeycloaks, registered, setOf } from "./fixtures";

recordKeycloaks();

test("it is in its database as the owner of the schema, with room for every pod", async () => {
  const store = fakeStore();
  await registered("stored", { store, replicas: 3 });
  expect(await askedOf(store)).toEqual([{ namespace: "stored", pods: 3, as: "owner" }]);
  expect(setOf("stored").template.metadata).toMatchObject({
    annotations: { "cakestack.dev/database": "version of owner" },
  });
});

test("one pod on PostgreSQL: its options, and no cluster", async () => {
  await registered("postgres", { store: fakeStore("postgres", "an authority"), memory: "900 MB" });
  expect(environmentOf(containerOf("postgres"))).toEqual({
    POD_IP: '{"fieldRef":{"fieldPath":"status.podIP"}}',
    KC_DB: "postgres",
    KC_HEALTH_ENABLED: "true",
    KC_METRICS_ENABLED: "true",
    KC_DB_URL: "owner-database/jdbcUrl",
    KC_DB_USERNAME: "owner-database/user",
    KC_DB_PASSWORD: "owner-database/password",
    KC_DB_POOL_INITIAL_SIZE: "4",
    KC_DB_POOL_MIN_SIZE: "4",
    KC_DB_POOL_MAX_SIZE: "4",
    KC_HOSTNAME: `http://keycloak.postgres.shop.example.com:${port}`,
    KC_HOSTNAME_ADMIN: `http://127.0.0.1:${port}`,
    KC_HTTP_ENABLED: "true",
    KC_PROXY_HEADERS: "xforwarded",
    KC_HTTP_ACCEPT_NON_NORMALIZED_PATHS: "false",
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: "keycloak-admin/clientId",
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: "keycloak-admin/clientSecret",
    KC_CACHE: "local",
    KC_SHUTDOWN_DELAY: "0s",
    KC_SHUTDOWN_TIMEOUT: "5s",
    JAVA_OPTS_KC_HEAP: "-XX:MaxRAMPercentage=66",
  });
});

test("several pods on CockroachDB: Phase Two's image with what it asks for, and its own cluster", async () => {
  await registered("cockroach", { store: fakeStore("cockroach"), replicas: 2 });
  const container = containerOf("cockroach");
  expect(container.image).toBe("quay.io/phasetwo/keycloak-crdb:26.6.4");
  const environment = environmentOf(container);
  expect(environment).toMatchObject({
    KC_DB: "cockroach",
    KC_DB_URL_HOST: "owner-database/host",
    KC_DB_URL_PORT: "owner-database/port",
    KC_DB_URL_DATABASE: "owner-database/database",
    KC_DB_URL_PROPERTIES:
      "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&useCockroachMetadata=true",
    KC_DB_SCHEMA: "public",
    KC_TRANSACTION_XA_ENABLED: "false",
    KC_TRANSACTION_JTA_ENABLED: "false",
    KC_FEATURES_DISABLED: "organization",
    KC_CACHE: "ispn",
    KC_CACHE_CONFIG_FILE: "cache-ispn-jdbc-ping.xml",
    KC_ISPN_DB_VENDOR: "cockroachdb",
    KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: "$(POD_IP)",
    KC_SHUTDOWN_DELAY: "10s",
  });
  expect(environment).not.toHaveProperty("KC_DB_URL");
  expect(environment).not.toHaveProperty("JAVA_OPTS_KC_HEAP");
});

test("an authority of CockroachDB's own is a file", async () => {
  await registered("own-authority", { store: fakeStore("cockroach", "an authority") });
  expect(environmentOf(containerOf("own-authority")).KC_DB_URL_PROPERTIES).toBe(
    "?sslmode=verify-full&sslrootcert=/var/run/cakestack/database/ca.crt&useCockroachMetadata=true",
  );
});
