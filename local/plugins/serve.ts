import * as grpc from "@grpc/grpc-js";
import * as fs from "node:fs";

/** The engine sends whole states in one message; its own limit is the same. */
export const messageLimit = 400 * 1024 * 1024;

/** A method with a request and a response, as the stubs call it. */
export type UnaryMethod<Request, Response> = (request: Request) => Response | Promise<Response>;

/** Turns a function into what gRPC calls; a thrown error becomes the call's status. */
export function unary<Request, Response>(
  method: UnaryMethod<Request, Response>,
  statusOf: (error: unknown) => grpc.ServerErrorResponse | grpc.ServiceError = plainStatus,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    new Promise<Response>((resolve) => resolve(method(call.request))).then(
      (response) => callback(null, response),
      (error: unknown) => callback(statusOf(error)),
    );
  };
}

function plainStatus(error: unknown): grpc.ServerErrorResponse {
  const problem = error instanceof Error ? error : new Error(String(error));
  return Object.assign(problem, { code: grpc.status.UNKNOWN, details: problem.message });
}

/** Serves on a free port of the loopback interface. @returns the port */
export function listen(
  service: grpc.ServiceDefinition,
  methods: grpc.UntypedServiceImplementation,
): Promise<number> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": messageLimit,
    "grpc.max_send_message_length": messageLimit,
  });
  server.addService(service, methods);
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) {
        reject(error);
      } else {
        resolve(port);
      }
    });
  });
}

/**
 * Serves as a plugin of the Pulumi engine: prints the port as the first line and ends with the engine, also
 * when the engine is killed: its end of our standard input closes then.
 *
 * @param cleanUp called before the process ends; what it throws is lost
 */
export async function servePlugin(
  service: grpc.ServiceDefinition,
  methods: grpc.UntypedServiceImplementation,
  cleanUp: () => void = () => undefined,
): Promise<void> {
  const end = (code: number) => {
    try {
      cleanUp();
    } finally {
      process.exit(code);
    }
  };
  process.on("SIGINT", () => end(130));
  process.on("SIGTERM", () => end(143));
  // A person who starts a plugin by hand gives it a terminal or a file, whose end means nothing.
  const input = fs.fstatSync(0);
  if (input.isFIFO() || input.isSocket()) {
    process.stdin.on("end", () => end(0)).on("error", () => end(0));
    process.stdin.resume();
  }
  process.stdout.on("error", () => end(0));
  process.stdout.write(`${await listen(service, methods)}\n`);
}
