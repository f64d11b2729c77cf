import { z } from "zod";
import { text } from "./fields";

/** A date, a time and a time zone, that there is. */
const moment = () => {
  const title = "a date, a time and a time zone, such as 2026-12-24T18:00Z";
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
  return text(title, form).refine((value) => !Number.isNaN(Date.parse(value)), { params: { title } });
};

export const preview = z
  .strictObject({
    owner: text("the name of who looks after it, such as flora@example.com").describe(
      "Who looks after the preview.",
    ),
    expires: moment().describe("When the preview is to be gone."),
  })
  .meta({ title: "a mapping with the keys owner, expires" })
  .describe("Whose a preview is, and until when. The policy preview-lifetime asks for it.");
