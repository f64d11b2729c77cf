import type { handleUnaryCall } from "@grpc/grpc-js";
import {
  AnalyzerInfo,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";

/** A method of the analyzer's service, with messages as they are on the wire. */
export type RawMethod = handleUnaryCall<Buffer, Buffer>;

interface Asked {
  readonly getAnalyzerInfo: RawMethod;
  readonly configure: RawMethod;
  readonly remediate: RawMethod;
}

const nothing = Buffer.from(new RemediateResponse().serializeBinary());

/**
 * The same methods of a policy pack, which is not asked to change a resource once it has said that no policy of it does. The
 * engine asks before each resource, and waits: with hundreds of them that takes seconds.
 */
export function sparingRemediation({ getAnalyzerInfo, configure, remediate }: Asked): Asked {
  let isKnown = false;
  let isPossible = false;
  return {
    getAnalyzerInfo: (call, callback) =>
      getAnalyzerInfo(call, (error, answer, ...rest) => {
        if (answer) {
          const info = AnalyzerInfo.deserializeBinary(answer);
          isKnown = true;
          isPossible ||= [...info.getPoliciesList(), ...valuesOf(info.getInitialconfigMap())].some(
            remediates,
          );
        }
        callback(error, answer, ...rest);
      }),
    configure: (call, callback) => {
      const policies = ConfigureAnalyzerRequest.deserializeBinary(call.request).getPolicyconfigMap();
      isPossible ||= valuesOf(policies).some(remediates);
      configure(call, callback);
    },
    remediate: (call, callback) =>
      isKnown && !isPossible ? callback(null, nothing) : remediate(call, callback),
  };
}

interface Levelled {
  getEnforcementlevel(): EnforcementLevel;
}

const remediates = (one: Levelled): boolean => one.getEnforcementlevel() === EnforcementLevel.REMEDIATE;

function valuesOf(map: ReturnType<ConfigureAnalyzerRequest["getPolicyconfigMap"]>): Levelled[] {
  const values: Levelled[] = [];
  map.forEach((value) => values.push(value));
  return values;
}
