import role from "sdk:aws:iam/role:Role";
import rolePolicy from "sdk:aws:iam/rolePolicy:RolePolicy";
import queue from "sdk:aws:sqs/queue:Queue";
import queuePolicy from "sdk:aws:sqs/queuePolicy:QueuePolicy";
import type { ResourceType } from "../../base";
import { digest } from "../digest";
import { jsonProblems } from "../json";
import { word } from "../names";
import { simulated, text, type Made } from "../resource";
import { arnOf, globalArn, hostOf, regional, tagged, type Account } from "./account";

const queueUrl = (made: Pick<Made<Account>, "inputs" | "place">): string =>
  `https://${hostOf(made, "sqs")}/${made.place.id}/${text(made.inputs, "name")}`;

/** Who may do what, and the queues that letters are kept in. */
export const access: Readonly<Record<string, ResourceType<Account>>> = {
  "aws:iam/role:Role": simulated(role, {
    description: "A role of IAM, simulated: nobody has it.",
    fixed: ["name", "path"],
    id: (inputs) => text(inputs, "name"),
    outputs: {
      ...tagged,
      arn: (made) => globalArn("iam", made, `role/${text(made.inputs, "name")}`),
      uniqueId: ({ inputs }) => `AROA${digest(text(inputs, "name"), 17).toUpperCase()}`,
    },
    moving: ["tagsAll"],
    check: (inputs) => jsonProblems(inputs, "assumeRolePolicy"),
  }),
  "aws:iam/rolePolicy:RolePolicy": simulated(rolePolicy, {
    description: "What a role may do, simulated.",
    fixed: ["name", "role"],
    id: (inputs) => `${word}:${text(inputs, "role")}:${text(inputs, "name")}`,
    outputs: {},
    check: (inputs) => jsonProblems(inputs, "policy"),
  }),
  "aws:sqs/queue:Queue": simulated(queue, {
    description: "A queue of SQS, simulated: nothing is in it.",
    fixed: ["name", "fifoQueue", "region"],
    id: (inputs, place) => queueUrl({ inputs, place }),
    outputs: {
      ...regional,
      ...tagged,
      arn: (made) => arnOf("sqs", made, text(made.inputs, "name")),
      url: queueUrl,
    },
    moving: ["tagsAll"],
    check: (inputs) => jsonProblems(inputs, "policy", "redrivePolicy", "redriveAllowPolicy"),
  }),
  "aws:sqs/queuePolicy:QueuePolicy": simulated(queuePolicy, {
    description: "Who may use a queue, simulated.",
    fixed: ["queueUrl", "region"],
    id: (inputs) => text(inputs, "queueUrl"),
    outputs: { ...regional },
    check: (inputs) => jsonProblems(inputs, "policy"),
  }),
};
