import providerType from "sdk:gcp:provider:Provider";
import type { FunctionType, InputProperties, Provider, Values } from "../../base";
import { refuseReal } from "../login";
import { word } from "../names";
import { functions } from "./functions";
import { projectNumber, type Project } from "./project";
import { pubsub } from "./pubsub";
import { storage } from "./storage";

const text = (description: string) => ({ type: "string", description }) as const;

/** What a project says of itself. */
const getProject: FunctionType<Project> = {
  description: "Looks a project up, simulated: every one is there.",
  inputs: { projectId: text("Id of the project.") },
  outputs: {
    id: text("Path of the project."),
    projectId: text("Id of the project."),
    number: text("Number of the project."),
    name: text("What people call it."),
  },
  call: ({ projectId }, { client: { id } }) => {
    const found = typeof projectId === "string" ? projectId : id;
    return Promise.resolve({
      id: `projects/${found}`,
      projectId: found,
      number: projectNumber,
      name: word,
    });
  },
};

const { inputs } = providerType;
const config: InputProperties = { ...inputs, project: { ...inputs.project!, change: "replace" } };

/** Stands in for the official `gcp` provider in stacks that are simulated: it makes nothing, and calls nobody. */
export const gcp: Provider<Project> = {
  name: "gcp",
  version: "9.37.0",
  description: "Google Cloud, simulated: nothing is made, and nobody is called.",
  config,
  connect: ({ project = word, region = "us-central1", accessToken, defaultLabels }) => {
    refuseReal("Google Cloud", "accessToken", accessToken);
    return { id: project as string, region: region as string, labels: (defaultLabels ?? {}) as Values };
  },
  resources: { ...functions, ...pubsub, ...storage },
  functions: { "gcp:organizations/getProject:getProject": getProject },
};
