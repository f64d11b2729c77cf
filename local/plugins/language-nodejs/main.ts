import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { servePlugin } from "../serve";
import { LanguageHost } from "./host";

const engineAddress = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));
const host = new LanguageHost(engineAddress);
void servePlugin(LanguageRuntimeService, host.methods(), () => host.cancel());
