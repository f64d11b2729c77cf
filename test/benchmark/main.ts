import { measureDatabase } from "./database";
import { measureDev } from "./dev";
import { measureFunctions } from "./function";
import { measurePermissions } from "./permissions";
import { measurePlatform, measureRestart, measureStop } from "./platform";
import { measureProgram } from "./program";
import { measureBareMachine } from "./bare";
import { Report } from "./report";

/*
 * `npm run benchmark`: the platform's promises, measured on an instance of its own. About half an hour, most of it waiting
 * for functions to go to zero. `npm run benchmark -- bare`: `npm start` from a fresh clone with nothing cached.
 * `npm run benchmark -- dev`: the dev stack, and how long an order takes from zero; a quarter of an hour.
 * `npm run benchmark -- database`: what the database layer adds. `npm run benchmark -- permissions`: how soon SpiceDB
 * says who may do what; five minutes, and no platform.
 */
async function main(what = "platform"): Promise<void> {
  const report = new Report();
  switch (what) {
    case "bare":
      await measureBareMachine(report);
      break;
    case "platform":
      await measurePlatform(report);
      await measureProgram(report);
      await measureFunctions(report);
      await measureRestart(report);
      await measureStop(report);
      break;
    case "dev":
      await measureDev(report);
      break;
    case "database":
      await measureDatabase(report);
      break;
    case "permissions":
      await measurePermissions(report);
      break;
    default:
      throw new Error(
        `there is no benchmark "${what}". There are: platform, dev, bare, database, permissions`,
      );
  }
  console.log(await report.markdown());
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
