import { anyOf, kind, makesPods } from "../kubernetes";
import { resourcePolicy, types, type Finding } from "../policy";
import { items, shown, UNKNOWN, type Properties } from "../value";
import { addressesIn } from "./addresses";
import { given, givesTexts, type Given } from "../given";
import { sqlFindings } from "./sql";

const users = ["gcp:sql/user:User", "gcp:alloydb/user:User"];

/** Those run to an end, and are there to make databases and roles. */
const isTask = anyOf(kind("batch", "Job", "CronJob"), types("gcp:cloudrunv2/job:Job"));
const isFunction = types(
  "aws:lambda/function:Function",
  "aws:ecs/taskDefinition:TaskDefinition",
  "gcp:cloudfunctions/function:Function",
  "gcp:cloudfunctionsv2/function:Function",
  "gcp:cloudrun/service:Service",
  "gcp:cloudrunv2/service:Service",
  "gcp:cloudrunv2/workerPool:WorkerPool",
);

/** Who breaks into an application does not own its database's server. */
export const databaseLeastPrivilege = resourcePolicy({
  name: "database-least-privilege",
  description:
    "Applications do not connect to a database as its administrator, and SQL gives no role more than it needs.",
  why: "A flaw in an application is a flaw of everything that its user may do: an administrator reads, changes and drops all databases of the server.",
  link: "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
  options: {
    administrators: {
      description:
        "Names of those who administer a server, of several engines and clouds. The last one is this project's own.",
      default: [
        "postgres",
        "root",
        "admin",
        "administrator",
        "sa",
        "rdsadmin",
        "cloudsqladmin",
        "alloydbadmin",
        "cake_admin",
      ],
      type: "array",
      items: { type: "string" },
    },
  },
  concerns: anyOf(givesTexts, types(...users)),
  *check(resource, { options: { administrators } }) {
    const { type, properties } = resource;
    const isVariable = makesPods(type) || isFunction(type);
    for (const one of given(resource)) {
      if (!isTask(type)) yield* connectionFindings(one, administrators, isVariable);
      yield* sqlFindings(one);
    }
    if (users.includes(type)) yield* userFindings(type, properties, administrators);
  },
});

const fix =
  "Make a user with the rights that the application needs, and connect as that one; a Job of an administrator's takes " +
  "PGUSER and PGPASSWORD";

function* connectionFindings(
  { at, name = "", text }: Given,
  administrators: readonly string[],
  isVariable: boolean,
): Iterable<Finding> {
  const named = addressesIn(text).map(({ user }) => user);
  const isUser = isVariable && /^(?:PG|(?:.+_)?(?:DB|DATABASE|DATASOURCE|SQL|PG)_)USER(?:NAME)?$/i.test(name);
  const found = new Set(isUser ? [...named, text] : named);
  for (const user of found)
    if (user !== undefined && administrators.includes(user))
      yield { at, problem: `connects to a database as ${user}, who administers it`, fix };
}

function* userFindings(
  type: string,
  { name, type: kindOfUser, databaseRoles }: Properties,
  administrators: readonly string[],
): Iterable<Finding> {
  for (const [index, role] of items(databaseRoles).entries())
    if (role !== UNKNOWN && !(typeof role === "string" && !role.endsWith("superuser")))
      yield {
        at: `databaseRoles[${index}]`,
        problem: `is ${shown(role)}`,
        fix: "Name a role of your own that has the rights that are needed",
      };
  const isBuiltIn = type === "gcp:sql/user:User" && [undefined, "BUILT_IN"].includes(kindOfUser as string);
  const isAdministrator = typeof name === "string" && administrators.includes(name);
  if (isBuiltIn && databaseRoles === undefined && !isAdministrator)
    yield {
      at: "databaseRoles",
      problem: "is missing, which makes the user a cloudsqlsuperuser",
      fix: "Name a role of your own that has the rights that are needed, or make it a user of IAM",
    };
}
