import { allOf, anyOf, crowdOf, nobody, possibly, without } from "./crowd";
import { Evaluator } from "./evaluator";
import { office } from "./office";
import type { Relationship } from "./relationship";

const users = ["ada", "ben", "cleo"];
const [ada, maybeAda, maybeBen] = [crowdOf(["ada"]), possibly(crowdOf(["ada"])), possibly(crowdOf(["ben"]))];

test.each([
  ["any of a sure one and a possible one", anyOf([ada, maybeAda]), { sure: ["ada"], possible: ["ada"] }],
  ["any of two", anyOf([ada, maybeBen]), { sure: ["ada"], possible: ["ada", "ben"] }],
  ["any of none", anyOf([]), { sure: [], possible: [] }],
  ["all of a sure one and a possible one", allOf([ada, maybeAda]), { sure: [], possible: ["ada"] }],
  ["all of two that differ", allOf([ada, maybeBen]), { sure: [], possible: [] }],
  ["all of none", allOf([]), { sure: [], possible: [] }],
  ["one without oneself", without(ada, ada), { sure: [], possible: [] }],
  ["a sure one without possibly oneself", without(ada, maybeAda), { sure: [], possible: ["ada"] }],
  ["a possible one without nobody", without(maybeAda, nobody), { sure: [], possible: ["ada"] }],
  ["a possible one without possibly oneself", without(maybeAda, maybeAda), { sure: [], possible: ["ada"] }],
])("%s", (_, { sure, possible }, expected) => {
  expect({ sure: [...sure], possible: [...possible] }).toEqual(expected);
});

/** Reads what a person writes: `folder:1#viewer@team:1#member[unknown]`. */
function relationship(text: string): Relationship {
  const form =
    /^(?<type>\w+):(?<id>\w+)#(?<relation>\w+)@(?<subject>\w+):(?<who>[\w*]+)(?:#(?<role>\w+))?(?:\[(?<condition>\w+)\])?$/;
  const { type, id, relation, subject, who, role, condition } = form.exec(text)!.groups!;
  return {
    resource: { type: type!, id: id! },
    relation: relation!,
    subject: { type: subject!, id: who!, relation: role },
    condition: condition as Relationship["condition"],
  };
}

test.each<[string, string, string[], string[], string[]]>([
  ["oneself", "user:ada#see", [], ["ada"], ["ada"]],
  [
    "teams in teams",
    "team:1#people",
    ["team:1#member@team:2#member", "team:2#member@user:ada", "team:2#lead@user:ben"],
    ["ada"],
    ["ada"],
  ],
  ["everybody", "folder:1#view", ["folder:1#viewer@user:*"], users, users],
  [
    "everybody but one who is banned",
    "folder:1#view",
    ["folder:1#viewer@user:*", "folder:1#banned@user:ben[met]"],
    ["ada", "cleo"],
    ["ada", "cleo"],
  ],
  [
    "everybody but one who may be banned",
    "folder:1#view",
    ["folder:1#viewer@user:*", "folder:1#banned@user:ben[unknown]"],
    ["ada", "cleo"],
    users,
  ],
  [
    "an owner above, whom a ban does not concern",
    "folder:1#own",
    ["folder:1#parent@folder:2[met]", "folder:2#owner@user:ada", "folder:2#banned@user:*"],
    ["ada"],
    ["ada"],
  ],
  [
    "a way up that is there under a condition",
    "folder:1#own",
    [
      "folder:1#parent@folder:2[unmet]",
      "folder:2#owner@user:ada",
      "folder:1#parent@folder:3[unknown]",
      "folder:3#owner@user:ben",
    ],
    [],
    ["ben"],
  ],
  [
    "people of every reviewing team, but for the author",
    "document:1#approve",
    [
      "document:1#reviewer@team:1",
      "document:1#reviewer@team:2#lead",
      "team:1#lead@user:ada",
      "team:2#member@user:ada",
      "team:2#member@user:ben",
      "team:1#lead@user:cleo",
      "team:2#lead@user:cleo",
      "document:1#author@user:cleo",
    ],
    ["ada"],
    ["ada"],
  ],
  ["every one of no teams", "document:1#approve", [], [], []],
  ["nobody", "folder:1#destroy", ["folder:1#owner@user:ada"], [], []],
])("sets know %s", (_, what, texts, sure, possible) => {
  const [type, id, permission] = what.split(/[:#]/) as [string, string, string];
  const crowd = new Evaluator(office, texts.map(relationship), users).who({ type, id }, permission);
  expect([...crowd.sure].sort()).toEqual(sure);
  expect([...crowd.possible].sort()).toEqual(possible);
});

test("what an answer comes from is told, and what it does not come from is not", () => {
  const relevant = ["folder:1#viewer@user:ada", "folder:1#parent@folder:2[unmet]"].map(relationship);
  const sets = new Evaluator(office, [...relevant, relationship("folder:3#viewer@user:ada")], users);
  const reasons = sets.reasons({ object: { type: "folder", id: "1" }, permission: "view", user: "ada" });
  expect(new Set(reasons)).toEqual(new Set(relevant));
});

test("a name that the model has not is a mistake", () => {
  const sets = new Evaluator(office, [], users);
  expect(() => sets.who({ type: "team", id: "1" }, "fly")).toThrow("there is no team#fly");
});
