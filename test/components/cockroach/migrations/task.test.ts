import { filesOf, migrateTask } from "../../../../components/cockroach/migrations";
import { flywayVersion } from "../../../../local/toolchain/flyway";
import { flywayImage } from "../../../../components/cockroach/migrations";

// That the command does what it should is tested with Flyway itself (test/e2e/migrations.test.ts).

const task = migrateTask({ namespace: "database", image: flywayImage, secret: "login", files: "files" });

test("the image that is built where none can be pulled is of the same version as the official one", () => {
  expect(flywayImage).toBe(`docker.io/flyway/flyway:${flywayVersion}-alpine`);
});

test("Flyway gets its login from the Secret, and nothing secret on its command line", () => {
  expect(task.secrets).toEqual({ FLYWAY_URL: "jdbcUrl", FLYWAY_USER: "user", FLYWAY_PASSWORD: "password" });
  expect(task.command.join(" ")).not.toMatch(/password|user=|url=/i);
});

test("what ran is the owner's to write, and nobody else's", () => {
  expect(filesOf([{ file: "V1__a.sql", sql: "SELECT 1;\n" }], "shop")).toEqual({
    "V1__a.sql": "SELECT 1;\n",
    "beforeMigrate__history.sql":
      'REVOKE INSERT, UPDATE, DELETE ON public.flyway_schema_history FROM "shop_app";\n',
  });
});
