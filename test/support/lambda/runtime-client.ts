import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { homeOf } from "../../../local/home";

/** Lambda's own client of its Runtime API for Node, as the newest of Lambda's run times has it. */
const client = "aws-lambda-ric@4.0.2";

/** What its native part, in C++, is compiled against beside the headers that this Node was installed with. */
const addonApi = "node-addon-api@8.9.2";
const nodeHeaders = path.join(process.execPath, "..", "..", "include", "node");

/**
 * The official runtime interface client. Its archive holds the client in JavaScript as it is, and the sources of its
 * native part, which its install scripts compile: this project runs no such scripts at an installation. They are compiled
 * here instead, once for a Node: curl and aws-lambda-cpp by the client's own script, then its one file as its binding.gyp
 * says. It needs g++, make, cmake, and the headers of the Node that is there.
 *
 * @returns its main file
 */
export async function runtimeClient(): Promise<string> {
  const version = `${client.split("@")[1]}-${process.versions.modules}`;
  const folder = path.join(homeOf().tools, "lambda-runtime-client", version);
  const main = path.join(folder, "index.mjs");
  if (await exists(main)) return main;
  process.stderr.write(`compiling ${client}, which takes about two minutes\n`);
  const work = `${folder}.${process.pid}`;
  await unpack(client, work);
  await unpack(addonApi, path.join(work, "addon-api"));
  await compile(work);
  // Nobody reads what is half done.
  await fs.rename(work, folder).catch(async (error: NodeJS.ErrnoException) => {
    await fs.rm(work, { recursive: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
  return main;
}

const exists = (file: string) =>
  fs.access(file).then(
    () => true,
    () => false,
  );

/** npm verifies what it fetches against the registry's checksum. */
async function unpack(name: string, target: string): Promise<void> {
  await fs.mkdir(target, { recursive: true });
  const { stdout } = await execa("npm", ["pack", "--silent", name], { cwd: target });
  await execa("tar", ["-xzf", stdout.trim(), "--strip-components=1"], { cwd: target });
  await fs.rm(path.join(target, stdout.trim()));
}

async function compile(folder: string): Promise<void> {
  await execa("sh", ["scripts/preinstall.sh"], { cwd: folder });
  const made = path.join(folder, "deps", "artifacts");
  await execa(
    "g++",
    [
      ...[
        "-std=c++17",
        "-O2",
        "-fPIC",
        "-shared",
        "-DNAPI_CPP_EXCEPTIONS",
        "-DNODE_GYP_MODULE_NAME=rapid_client",
      ],
      "-Iaddon-api",
      `-I${nodeHeaders}`,
      `-I${made}/include`,
      "src/native/rapid-client.cc",
      `${made}/lib/libaws-lambda-runtime.a`,
      `${made}/lib/libcurl.a`,
      "-pthread",
      ...["-o", "rapid-client.node"],
    ],
    { cwd: folder },
  );
  for (const part of ["deps", "addon-api"]) await fs.rm(path.join(folder, part), { recursive: true });
}
