import { checkFunctions } from "../components/events/function/check";
import { brought, connect } from "./cluster";
import { readConfig } from "./config";
import { chooseDatabase } from "./database/preflight";
import { functions } from "./functions";
import { outputsOf, type Outputs } from "./outputs";
import { withPresets } from "./presets";

/** The program: everything that can be wrong with its input is found before the first resource. */
export = async function program(): Promise<Outputs> {
  const settings = withPresets(readConfig());
  checkFunctions(functions);
  const [cluster, database] = await Promise.all([connect(settings), chooseDatabase(settings)]);
  // Loaded last: a mistake in the configuration is shown before half a second goes into the Kubernetes SDK.
  const { platform } = await import("./platform");
  return outputsOf(platform(settings, cluster, database, brought(settings)));
};
