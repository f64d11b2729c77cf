import "./promise-stacks";
import * as pulumi from "@pulumi/pulumi";
import { checkFunctions } from "../components/events/function/check";
import { brought, connect } from "./cluster";
import { readConfig } from "./config";
import { checkChangefeed } from "./database/changefeed";
import { checkConnections } from "./database/connections";
import { costOf } from "./database/cost";
import { chooseDatabase } from "./database/preflight";
import { ownShares } from "./database/shares";
import { checkCredentials } from "./function-platform/credentials";
import { placeOf } from "./function-platform/place";
import { functionsOf, givenBy } from "./functions";
import { chooseIdentity } from "./identity/preflight";
import { outputsOf, type Outputs } from "./outputs";
import { withPresets, type Settings } from "./presets";

/** The program: everything that can be wrong with its input is found before the first resource. */
export = async function program(): Promise<Outputs> {
  const settings = withPresets(readConfig());
  const functions = functionsOf(settings);
  const warnings = await checkFunctions(functions, givenBy(settings), placeOf(settings, pulumi.getStack()));
  const [cluster, database, identity] = await Promise.all([
    connect(settings),
    chooseDatabase(settings),
    chooseIdentity(settings),
    checkCredentials(settings),
  ]);
  checkConnections(functions, database, ownShares(settings));
  checkChangefeed(settings, database, cluster);
  for (const warning of warnings) await pulumi.log.warn(warning);
  if (pulumi.runtime.isDryRun()) await tellCost(settings);
  // Loaded last: a mistake in the configuration is shown before half a second goes into the Kubernetes SDK.
  const { platform } = await import("./platform");
  return outputsOf(await platform(settings, cluster, { database, identity }, brought(settings)));
};

/** In a preview, where it can still be changed; the update after it would only say it again. */
async function tellCost(settings: Settings): Promise<void> {
  const { words, warning } = costOf(settings);
  await pulumi.log.info(words);
  if (warning !== undefined) await pulumi.log.warn(warning);
}
