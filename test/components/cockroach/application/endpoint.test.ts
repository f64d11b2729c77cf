import fc from "fast-check";
import { jdbcUrlOf, urlOf, type Endpoint } from "../../../../components/cockroach/application/endpoint";

const endpoint: Endpoint = {
  host: "postgres.database.svc.cluster.local",
  port: 5432,
  database: "shop",
  user: "shop_app_a",
  password: "secret",
  ca: "PEM",
};

test("a server with an authority of its own is verified with the mounted one", () => {
  expect(urlOf(endpoint)).toBe(
    "postgresql://shop_app_a:secret@postgres.database.svc.cluster.local:5432/shop" +
      "?sslmode=verify-full&sslrootcert=/var/run/cakestack/database/ca.crt",
  );
  expect(jdbcUrlOf(endpoint)).toBe(
    "jdbc:postgresql://postgres.database.svc.cluster.local:5432/shop" +
      "?sslmode=verify-full&sslrootcert=/var/run/cakestack/database/ca.crt",
  );
});

test("a server with a public one is verified with those that clients have", () => {
  const cloud = { ...endpoint, host: "shop-1.gcp-us-east1.example.com", port: 26257, ca: undefined };
  expect(urlOf(cloud)).toBe(
    "postgresql://shop_app_a:secret@shop-1.gcp-us-east1.example.com:26257/shop?sslmode=verify-full",
  );
  expect(jdbcUrlOf(cloud)).toBe(
    "jdbc:postgresql://shop-1.gcp-us-east1.example.com:26257/shop" +
      "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
  );
});

test("whatever a name or a password holds, it comes out of the address as it went in", () => {
  const text = fc.string({ minLength: 1 });
  // A URL cannot end in these two: however they are written, they stand for its folder and the one above.
  const name = text.filter((database) => !/^\.\.?$/.test(database));
  fc.assert(
    fc.property(text, text, name, (user, password, database) => {
      const url = new URL(urlOf({ ...endpoint, user, password, database }));
      const parts = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent);
      expect(parts).toEqual([user, password, database]);
      expect([url.hostname, url.port]).toEqual([endpoint.host, "5432"]);
    }),
  );
});
