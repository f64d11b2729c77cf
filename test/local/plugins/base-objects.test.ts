import type { InputProperties, Values } from "../../../local/plugins/base";
import { checkProperties } from "../../../local/plugins/base/check";
import { changes } from "../../../local/plugins/base/difference";
import { effectiveInputs } from "../../../local/plugins/base/property";
import { previewOf, sparseInputs } from "../../../local/plugins/base/state";
import { unknown } from "../../../local/plugins/base/value";

const description = "";

/** Everything that objects may have within. */
const inputs: InputProperties = {
  labels: { type: "map", description, computed: true },
  notes: { type: "map", description },
  access: {
    description,
    type: {
      name: "Access",
      properties: {
        mode: { type: "string", description, allowed: ["open", "closed"], computed: true, stable: true },
        limit: { type: "integer", description, minimum: 1 },
        token: { type: "string", description, secret: true },
        route: { type: "string", description, readOnly: true, stable: true },
      },
    },
  },
  places: {
    description,
    required: true,
    type: {
      name: "Place",
      isList: true,
      properties: {
        name: { type: "string", description, required: true },
        isFirst: { type: "boolean", description, computed: true },
        host: { type: "string", description, readOnly: true, stable: true },
        load: { type: "integer", description, readOnly: true },
      },
    },
  },
};
const type = { inputs, outputs: {} };
const places: Values[] = [{ name: "a" }];

describe("objects within inputs", () => {
  const check = (values: Values) => checkProperties(values, inputs, "It");

  it.each<Values>([
    { places },
    { places: [], access: {} },
    { places: unknown, access: unknown },
    { places: [unknown, { name: unknown }], access: { mode: unknown } },
    { places: [{ name: "a", isFirst: null, host: null }], access: { mode: "open", limit: 1 } },
  ])("are right: %j", (values) => {
    expect(check(values)).toEqual([]);
  });

  it.each<[Values, string, string]>([
    [{}, "places", '"places" is missing.'],
    [{ places: null }, "places", '"places" is missing.'],
    [{ places: {} }, "places", '"places" is an object. Allowed: a list of objects with isFirst, name.'],
    [{ places: ["a"] }, "places", '"places" is a list. Allowed: a list of objects with isFirst, name.'],
    [{ places: [{}] }, "places[0].name", '"places[0].name" is missing.'],
    [{ places: [{ name: 1 }] }, "places[0].name", '"places[0].name" is 1. Allowed: a text.'],
    [
      { places: [{ name: "a" }, { name: "b", host: "h" }] },
      "places[1].host",
      'It has no input "places[1].host". Inputs: isFirst, name.',
    ],
    [
      { places, access: "open" },
      "access",
      '"access" is a string. Allowed: an object with limit, mode, token.',
    ],
    [{ places, access: { mode: "ajar" } }, "access.mode", '"access.mode" is "ajar". Allowed: open, closed.'],
    [{ places, access: { limit: 0 } }, "access.limit", '"access.limit" is 0. Allowed: 1 or more.'],
    [{ places, access: { token: 123456 } }, "access.token", '"access.token" is a number. Allowed: a text.'],
  ])("are wrong: %j", (values, property, reason) => {
    expect(check(values)).toEqual([{ property, reason: expect.stringContaining(reason) as string }]);
  });
});

it("an empty object is no absent one; an empty map is, where nobody else decides about it", () => {
  const given = { access: {}, labels: {}, notes: {}, places };
  expect(effectiveInputs(given, type)).toEqual({ access: {}, labels: {}, places });
});

describe("a change", () => {
  const changed = (olds: Values, news: Values) =>
    changes({ places, ...olds }, { places, ...news }, type, true).map(({ property }) => property);

  it.each<[Values, Values]>([
    [{ labels: { a: "1" } }, {}],
    [{ access: { mode: "open", limit: 1 } }, { access: { limit: 1 } }],
    [{ places: [{ name: "a", isFirst: true }] }, { places: [{ name: "a" }] }],
  ])("is none where the program leaves to the provider what it had said: %j, %j", (olds, news) => {
    expect(changed(olds, news)).toEqual([]);
  });

  it.each<[Values, Values, string]>([
    [{ labels: { a: "1" } }, { labels: {} }, "labels"],
    [{ access: { limit: 1 } }, { access: {} }, "access"],
    [{ access: {} }, {}, "access"],
    [{ access: { mode: "open" } }, { access: { mode: "closed" } }, "access"],
    [{}, { places: [{ name: "a" }, { name: "b" }] }, "places"],
    [{}, { places: [{ name: "a", isFirst: true }] }, "places"],
  ])("is one from %j to %j", (olds, news, property) => {
    expect(changed(olds, news)).toEqual([property]);
  });
});

describe("a preview", () => {
  it("of a creation knows what the program says, and that the rest will be known", () => {
    expect(previewOf(type, { places, access: { limit: 1 } })).toEqual({
      labels: unknown,
      access: { limit: 1, mode: unknown, route: unknown },
      places: [{ name: "a", isFirst: unknown, host: unknown, load: unknown }],
    });
  });

  it("of an update knows what stays, of each object its own", () => {
    const olds = {
      labels: { a: "1" },
      access: { mode: "open", route: "r" },
      places: [{ name: "a", isFirst: false, host: "a.test", load: 1 }],
    };
    const news = { places: [{ name: "b" }, { name: "a", isFirst: true }], access: {} };
    expect(previewOf(type, news as unknown as Values, olds)).toEqual({
      labels: unknown,
      access: { mode: "open", route: "r" },
      places: [
        { name: "b", isFirst: unknown, host: unknown, load: unknown },
        { name: "a", isFirst: true, host: "a.test", load: unknown },
      ],
    });
  });

  it("of an object that is not known yet knows nothing of it", () => {
    expect(previewOf(type, { places: unknown, access: unknown })).toEqual({
      labels: unknown,
      access: unknown,
      places: unknown,
    });
  });
});

describe("what was found", () => {
  const found = {
    labels: { a: "1" },
    access: { mode: "open", limit: 2, route: "r" },
    places: [{ name: "a", isFirst: true, host: "a.test", load: 1 }],
  };

  it("is the program's where it says it, and is no drift where it leaves it to the provider", () => {
    const before = { places, access: { limit: 1 } };
    expect(sparseInputs(type, found, before)).toEqual({ places, access: { limit: 2 } });
  });

  it("is a drift of what the program says", () => {
    const before = { places: [{ name: "a", isFirst: false }], access: { mode: "closed" }, labels: {} };
    expect(sparseInputs(type, found, before)).toEqual({
      labels: { a: "1" },
      access: { mode: "open", limit: 2 },
      places: [{ name: "a", isFirst: true }],
    });
  });

  it("is all the program's when it is imported", () => {
    expect(sparseInputs(type, found, undefined)).toEqual({
      labels: { a: "1" },
      access: { mode: "open", limit: 2 },
      places: [{ name: "a", isFirst: true }],
    });
  });
});
