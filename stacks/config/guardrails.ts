import { z } from "zod";

export const guardrails = z
  .strictObject({
    cluster: z
      .enum(["on", "off"])
      .optional()
      .describe(
        "Whether the API server of the cluster holds everyone to the rules, whichever way they come. Default: on.",
      ),
  })
  .meta({ title: "a mapping with the key cluster" })
  .describe("Where the rules of policies/ hold besides this program's previews and updates.");
