import cloudFunction from "sdk:gcp:cloudfunctionsv2/function:Function";
import serviceIamMember from "sdk:gcp:cloudrunv2/serviceIamMember:ServiceIamMember";
import job from "sdk:gcp:cloudscheduler/job:Job";
import account from "sdk:gcp:serviceaccount/account:Account";
import type { ResourceType, Values } from "../../base";
import { digest } from "../digest";
import { domain, word } from "../names";
import { simulated, text, type Made } from "../resource";
import { inProject, labelled, labels, member, pathOf, projectOf, type Project } from "./project";

type Resource = Made<Project>;
type Context = Pick<Resource, "inputs" | "place">;

/** What a function's service says of itself. */
function serviceConfig({ inputs, id }: Resource): Values {
  const name = text(inputs, "name");
  const uri = `https://${name}-${digest(id, 10)}.a.run.${domain}`;
  const service = id.replace("/functions/", "/services/");
  return { ...(inputs.serviceConfig as Values | undefined), uri, gcfUri: uri, service };
}

const emailOf = (made: Context): string =>
  `${text(made.inputs, "accountId")}@${projectOf(made)}.iam.${domain}`;

const accountName = (made: Context): string => pathOf(made, "serviceAccounts", emailOf(made));

export const functions: Readonly<Record<string, ResourceType<Project>>> = {
  "gcp:cloudfunctionsv2/function:Function": simulated(cloudFunction, {
    description: "A function, simulated: it is not built, and runs nowhere.",
    fixed: ["name", "location", "project"],
    id: (inputs, place) =>
      pathOf({ inputs, place }, "locations", text(inputs, "location"), "functions", text(inputs, "name")),
    outputs: {
      ...inProject,
      ...labelled,
      environment: () => "GEN_2",
      state: () => "ACTIVE",
      url: ({ inputs, place }) =>
        `https://${text(inputs, "location")}-${projectOf({ inputs, place })}.${domain}/${text(inputs, "name")}`,
      serviceConfig,
    },
    moving: [...labels, "serviceConfig"],
  }),
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": simulated(serviceIamMember, {
    ...member("name", "services"),
    outputs: {
      ...member("name").outputs,
      location: ({ inputs, place }) => (inputs.location as string | undefined) ?? place.region,
    },
  }),
  "gcp:cloudscheduler/job:Job": simulated(job, {
    description: "A job of Cloud Scheduler, simulated: its time never comes.",
    fixed: ["name", "region", "project"],
    id: (inputs, place) =>
      `${word}/${pathOf({ inputs, place }, "locations", regionOf({ inputs, place }), "jobs", text(inputs, "name"))}`,
    outputs: {
      ...inProject,
      region: regionOf,
      state: ({ inputs }) => (inputs.paused ? "PAUSED" : "ENABLED"),
    },
    moving: ["state"],
  }),
  "gcp:serviceaccount/account:Account": simulated(account, {
    description: "A service account, simulated: nobody is it.",
    fixed: ["accountId", "project"],
    id: (inputs, place) => accountName({ inputs, place }),
    outputs: {
      ...inProject,
      email: emailOf,
      member: (made) => `serviceAccount:${emailOf(made)}`,
      name: accountName,
      uniqueId: ({ id }) =>
        BigInt(`0x${digest(id, 16)}`)
          .toString()
          .padStart(21, "0"),
    },
  }),
};

function regionOf({ inputs, place }: Context): string {
  return typeof inputs.region === "string" ? inputs.region : place.region;
}
