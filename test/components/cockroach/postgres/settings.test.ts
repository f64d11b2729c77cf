import * as fc from "fast-check";
import {
  authentication,
  connectionsFor,
  serverSettings,
} from "../../../../components/cockroach/postgres/settings";
import type { Size } from "../../../../components/contracts";

const size = { memory: "512 MB", storage: "10 GB" } as const;

const setting = (text: string, name: string) => new RegExp(`^${name} = (.*)$`, "m").exec(text)?.[1];

test.each([
  ["256 MB", 16],
  ["512 MB", 40],
  ["1 GB", 88],
  ["4 GB", 376],
] as const)("%s is for %d connections", (memory, connections) => {
  expect(connectionsFor(memory)).toBe(connections);
});

test("buffers, the server and every connection fit into the memory", () => {
  fc.assert(
    fc.property(fc.integer({ min: 256, max: 1 << 20 }), (memory) => {
      const text = serverSettings({ ...size, memory: `${memory} MB` });
      const buffers = parseInt(setting(text, "shared_buffers")!.slice(1), 10);
      const connections = Number(setting(text, "max_connections")) - 5;
      expect(connections).toBeGreaterThan(0);
      expect(buffers + 64 + connections * 8).toBeLessThanOrEqual(memory);
    }),
  );
});

test("applications get the connections that are asked for, and the administrator five more", () => {
  const text = serverSettings({ ...size, connections: 7 });
  expect(setting(text, "max_connections")).toBe("12");
  expect(setting(text, "superuser_reserved_connections")).toBe("5");
});

test.each([
  ["1 GB", "'102MB'"],
  ["10 GB", "'1024MB'"],
  ["500 GB", "'1024MB'"],
] as [Size, string][])("the write-ahead log leaves room on a volume of %s", (storage, most) => {
  expect(setting(serverSettings({ ...size, storage }), "max_wal_size")).toBe(most);
});

test("nobody gets in over the network without TLS and a password", () => {
  const text = serverSettings(size);
  expect(setting(text, "ssl")).toBe("'on'");
  expect(setting(text, "ssl_min_protocol_version")).toBe("'TLSv1.3'");
  expect(setting(text, "password_encryption")).toBe("'scram-sha-256'");
  expect(authentication.trim().split("\n")).toEqual([
    "hostssl all all all scram-sha-256",
    "local all postgres peer",
  ]);
});

test("the log holds no statement, which may hold a password", () => {
  const text = serverSettings(size);
  expect(setting(text, "log_min_error_statement")).toBe("'panic'");
  expect(text).not.toMatch(/log_statement|log_min_duration/);
});
