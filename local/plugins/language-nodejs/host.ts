import type * as grpc from "@grpc/grpc-js";
import {
  AboutResponse,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  InstallDependenciesResponse,
  RunResponse,
  RuntimeOptionsResponse,
  type GetProgramDependenciesRequest,
  type GetRequiredPackagesRequest,
  type InstallDependenciesRequest,
  type RunPluginRequest,
  type RunPluginResponse,
  type RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unary } from "../serve";
import { Children, exitOf } from "./children";
import { installCommand, programDependencies } from "./dependencies";
import { installedPackages } from "./packages";
import { runPlugin } from "./plugin";
import { programCommand } from "./program";
import { requiredPlugins } from "./requirements";

/** Exit code by which the SDK says that it has shown all errors itself. */
const bailExitCode = 32;

/** Version of the engine whose protocol this host speaks. */
const version = "3.259.0";

/**
 * The service that runs Node.js programs for the Pulumi engine. It does what `preview`, `up`, `refresh`,
 * `destroy`, `install` and `about` need; code generation is unimplemented, and the engine says so.
 */
export class LanguageHost {
  private readonly children = new Children();

  /** @param engineAddress where programs reach the engine, for logging */
  constructor(private readonly engineAddress: string | undefined) {}

  /** The methods as gRPC serves them. */
  methods(): grpc.UntypedServiceImplementation {
    return {
      getPluginInfo: unary(() => pluginInfo()),
      getRequiredPackages: unary((request: GetRequiredPackagesRequest) => requiredPackages(request)),
      run: unary((request: RunRequest) => this.run(request)),
      runPlugin: (call: grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>) =>
        runPlugin(call, this.children, this.engineAddress),
      installDependencies: (
        call: grpc.ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>,
      ) => this.install(call),
      runtimeOptionsPrompts: unary(() => new RuntimeOptionsResponse()),
      about: unary(() => about()),
      getProgramDependencies: unary((request: GetProgramDependenciesRequest) => dependencies(request)),
      cancel: unary(() => {
        this.cancel();
        return new Empty();
      }),
    };
  }

  /** Ends the program and the plugins that run. */
  cancel(): void {
    this.children.terminate();
  }

  private async run(request: RunRequest): Promise<RunResponse> {
    const response = new RunResponse();
    // Inherited, so that what a program prints is shown while it runs.
    const child = this.children.start(programCommand(request, this.engineAddress), [
      "ignore",
      "inherit",
      "inherit",
    ]);
    const { code, signal } = await exitOf(child);
    if (code === bailExitCode) {
      response.setBail(true);
    } else if (signal) {
      response.setError(`The program was ended by ${signal}.`);
    } else if (code !== 0) {
      response.setError(`The program ended with exit code ${code}.`);
    }
    return response;
  }

  private install(
    call: grpc.ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>,
  ): void {
    const output = (field: "setStdout" | "setStderr") => (data: Buffer) => {
      const response = new InstallDependenciesResponse();
      response[field](data);
      call.write(response);
    };
    const install = async () => {
      const command = installCommand(call.request);
      const child = this.children.start(command, ["ignore", "pipe", "pipe"]);
      child.stdout?.on("data", output("setStdout"));
      child.stderr?.on("data", output("setStderr"));
      const { code } = await exitOf(child);
      if (code !== 0) {
        throw new Error(
          `\`${command.file} ${command.arguments.join(" ")}\` in ${command.directory} ended with exit code ${code}.`,
        );
      }
    };
    install().then(
      () => call.end(),
      (error: Error) => call.destroy(error),
    );
  }
}

function pluginInfo(): PluginInfo {
  const info = new PluginInfo();
  info.setVersion(version);
  return info;
}

function requiredPackages(request: GetRequiredPackagesRequest): GetRequiredPackagesResponse {
  const response = new GetRequiredPackagesResponse();
  const directory = request.getInfo()?.getProgramDirectory() ?? process.cwd();
  response.setPackagesList(requiredPlugins(installedPackages(directory)));
  return response;
}

function dependencies(request: GetProgramDependenciesRequest): GetProgramDependenciesResponse {
  const response = new GetProgramDependenciesResponse();
  response.setDependenciesList(programDependencies(request));
  return response;
}

function about(): AboutResponse {
  const response = new AboutResponse();
  response.setExecutable(process.execPath);
  response.setVersion(process.version);
  return response;
}
