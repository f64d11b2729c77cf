import { z } from "zod";
import { configSchema } from "./schema";

/** The JSON Schema of a stack file `Pulumi.<stack>.yaml`, for editors; what is not ours in it stays open. */
export function stackFileSchema(): object {
  // Draft 7 is what editors' YAML support knows best.
  const { properties = {}, required = [] } = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema }) => {
      // The engine spells it so when it writes the file.
      if (jsonSchema.const === true)
        Object.assign(jsonSchema, { type: undefined, const: undefined, enum: [true, "true"] });
    },
  });
  const keys = Object.keys(properties).map((key) => `cake:${key}`);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of a CAKE stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(properties).map(([key, value]) => [`cake:${key}`, value]),
        ),
        required: required.map((key) => `cake:${key}`),
        propertyNames: { anyOf: [{ enum: keys }, { not: { pattern: "^cake:" } }] },
      },
    },
    required: ["config"],
  };
}
