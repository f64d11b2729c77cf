import { disable, enable, remove } from "../../../cli/users/change";
import { declaredNote } from "../../../cli/users/declared";
import { withDirectory, type Directory } from "../../../cli/users/directory";
import type { User } from "../../../cli/users/find";
import { writeStackText } from "../../../cli/stack-file";
import { FakeKeycloak } from "../../support/fake-keycloak";
import * as fs from "node:fs/promises";

let keycloak: FakeKeycloak;
beforeEach(async () => {
  keycloak = await FakeKeycloak.start();
});
afterEach(() => keycloak.stop());

const flora = { id: "f", username: "flora" };
const put = (enabled: boolean) => ({ what: "PUT /shop/users/f", body: { enabled } });
const logout = { what: "POST /shop/users/f/logout" };
const unlock = { what: "DELETE /shop/attack-detection/brute-force/users/f" };
const gone = { what: "DELETE /shop/users/f" };

/** What is asked for a change, in its order. */
async function asked(change: (directory: Directory, user: User) => Promise<void>): Promise<object[]> {
  for (const { what } of [put(true), logout, unlock, gone]) keycloak.answer(what, undefined, { status: 204 });
  await withDirectory(keycloak.access, (directory) => change(directory, flora));
  return keycloak.told();
}

test("who is disabled is signed out after that: nobody signs in between the two", async () => {
  expect(await asked(disable)).toEqual([put(false), logout]);
});

test("who is enabled is also let in again after wrong passwords", async () => {
  expect(await asked(enable)).toEqual([put(true), unlock]);
});

test("who is deleted is disabled and signed out before", async () => {
  expect(await asked(remove)).toEqual([put(false), logout, gone]);
});

describe("a user of the program", () => {
  const stack = `declared-${process.pid}`;
  const write = (environment: string, identity = "{ kind: keycloak }") =>
    writeStackText(
      stack,
      `config:\n  cake:environment: ${environment}\n  cake:cluster: { kind: local }\n  cake:identity: ${identity}\n` +
        "  cake:database: { kind: postgres }\n",
    );
  const note = (name: string) => declaredNote(stack, name, "deleted");
  beforeEach(() => write("dev"));
  afterEach(() => fs.rm(`Pulumi.${stack}.yaml`, { force: true }));

  it("comes back, which is said before", async () => {
    expect(await note("flora")).toBe(
      "flora is a user of stacks/realm.ts: the next update with a refresh makes the user again. " +
        "To be rid of it for good, take it out there.",
    );
    expect(await declaredNote(stack, "dario", "disabled")).toContain("opens the account again");
  });

  it("is none of those whom somebody invited", async () => {
    expect([await note("rose"), await note("toString")]).toEqual([undefined, undefined]);
  });

  it("is not in a stack that makes none", async () => {
    await write("prod");
    expect(await note("flora")).toBeUndefined();
  });
});
