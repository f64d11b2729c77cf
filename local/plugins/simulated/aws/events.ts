import eventBus from "sdk:aws:cloudwatch/eventBus:EventBus";
import eventRule from "sdk:aws:cloudwatch/eventRule:EventRule";
import eventTarget from "sdk:aws:cloudwatch/eventTarget:EventTarget";
import logGroup from "sdk:aws:cloudwatch/logGroup:LogGroup";
import schedule from "sdk:aws:scheduler/schedule:Schedule";
import type { ResourceType, Values } from "../../base";
import { jsonProblems } from "../json";
import { word } from "../names";
import { simulated, text } from "../resource";
import { arnOf, regional, tagged, type Account } from "./account";

/** The one that is there without being made. */
const usual = "default";

const nameIn = (inputs: Values, name: string): string => (name in inputs ? text(inputs, name) : usual);
const inBus = (inputs: Values): string => `${nameIn(inputs, "eventBusName")}/${text(inputs, "name")}`;
const inGroup = (inputs: Values): string => `${nameIn(inputs, "groupName")}/${text(inputs, "name")}`;

export const events: Readonly<Record<string, ResourceType<Account>>> = {
  "aws:cloudwatch/eventBus:EventBus": simulated(eventBus, {
    description: "A bus of EventBridge, simulated: it carries nothing.",
    fixed: ["name", "region"],
    id: (inputs) => text(inputs, "name"),
    outputs: {
      ...regional,
      ...tagged,
      arn: (made) => arnOf("events", made, `event-bus/${text(made.inputs, "name")}`),
    },
    moving: ["tagsAll"],
  }),
  "aws:cloudwatch/eventRule:EventRule": simulated(eventRule, {
    description: "A rule of EventBridge, simulated: nothing matches it.",
    fixed: ["name", "eventBusName", "region"],
    id: inBus,
    outputs: {
      ...regional,
      ...tagged,
      arn: (made) => arnOf("events", made, `rule/${inBus(made.inputs).replace(`${usual}/`, "")}`),
    },
    moving: ["tagsAll"],
    check: (inputs, unknown) => [
      ...jsonProblems(inputs, "eventPattern"),
      ...(["eventPattern", "scheduleExpression"].some((name) => name in inputs || unknown.has(name))
        ? []
        : [
            {
              property: "eventPattern",
              reason: '"eventPattern" is missing. Allowed: that, scheduleExpression, or both.',
            },
          ]),
    ],
  }),
  "aws:cloudwatch/eventTarget:EventTarget": simulated(eventTarget, {
    description: "What a rule of EventBridge gives events to, simulated.",
    fixed: ["rule", "eventBusName", "targetId", "region"],
    id: (inputs) =>
      [word, nameIn(inputs, "eventBusName"), text(inputs, "rule"), nameIn(inputs, "targetId")].join("-"),
    outputs: { ...regional, targetId: ({ inputs }) => nameIn(inputs, "targetId") },
    check: (inputs) => jsonProblems(inputs, "input"),
  }),
  "aws:cloudwatch/logGroup:LogGroup": simulated(logGroup, {
    description: "A group of logs, simulated: nothing is in it.",
    fixed: ["name", "region"],
    id: (inputs) => text(inputs, "name"),
    outputs: {
      ...regional,
      ...tagged,
      arn: (made) => arnOf("logs", made, `log-group:${text(made.inputs, "name")}`),
    },
    moving: ["tagsAll"],
  }),
  "aws:scheduler/schedule:Schedule": simulated(schedule, {
    description: "A schedule, simulated: its time never comes.",
    fixed: ["name", "groupName", "region"],
    id: inGroup,
    outputs: {
      ...regional,
      arn: (made) => arnOf("scheduler", made, `schedule/${inGroup(made.inputs)}`),
      groupName: ({ inputs }) => nameIn(inputs, "groupName"),
    },
    check: ({ scheduleExpression: found }) =>
      typeof found !== "string" || /^(cron|rate|at)\(.+\)$/.test(found)
        ? []
        : [
            {
              property: "scheduleExpression",
              reason: `"scheduleExpression" is ${JSON.stringify(found)}. Allowed: cron(…), rate(…), at(…).`,
            },
          ],
  }),
};
