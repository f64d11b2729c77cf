import { permissions } from "../../../../components/auth/runtime/permissions";

test("a function that was not told whom to ask says what it needs", () => {
  expect(() => permissions()).toThrow(
    "SPICEDB_ENDPOINT, SPICEDB_CA, SPICEDB_TOKEN is not set. Give the function needs.authorization, which sets it.",
  );
});
