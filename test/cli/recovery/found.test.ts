import { collect, parseFound, refuseOthers } from "../../../cli/recovery/found";
import type { PendingOperation } from "../../../cli/recovery/pending";

const urn = "urn:pulumi:dev::cakestack::keycloak:index/realm:Realm::shop";
const pending: PendingOperation[] = [
  { type: "creating", resource: { urn, type: "keycloak:index/realm:Realm", custom: true } },
];

test("--found may be given several times, and says what exists and what does not", () => {
  const options = collect(`${urn}-2=`, collect(`${urn}=realm=1`));
  expect([...parseFound(options)]).toEqual([
    [urn, "realm=1"],
    [`${urn}-2`, ""],
  ]);
  expect(parseFound(undefined).size).toBe(0);
});

test.each(["shop=1", urn, ""])("--found %p is refused with the form that is allowed", (option) => {
  expect(() => parseFound([option])).toThrow(`--found is "${option}". Allowed: <urn>=<id>`);
});

test("what nobody misses is refused", () => {
  expect(refuseOthers(new Map([[urn, "1"]]), pending)).toBeUndefined();
  expect(() => refuseOthers(new Map([["urn:pulumi:x", "1"]]), pending)).toThrow(
    `--found names what was not cut off: urn:pulumi:x. Creations that were: ${urn}.`,
  );
  expect(() => refuseOthers(new Map([[urn, "1"]]), [])).toThrow("none. Leave the option out.");
});
