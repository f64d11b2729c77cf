import { setTimeout as wait } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

/** What the API server says while a webhook is not serving yet, or has not been told its certificate. */
const notServing = /failed calling webhook|no endpoints available|connection refused|x509: certificate/;

const limit = { attempts: 60, interval: 1_000 };

/**
 * Repeats the creation of an object until Knative's webhook admits it, for a minute at most. Knative's pods are ready
 * before the API server has the webhook's certificate, and no condition of any object says when it has.
 */
export function retryUntilAdmitted(name: string): pulumi.ErrorHook {
  return new pulumi.ErrorHook(`${name}-until-admitted`, async ({ errors }) => {
    if (!mayBeAdmitted(errors)) return false;
    await wait(limit.interval);
    return true;
  });
}

/** @param errors of every attempt so far, the newest first */
export function mayBeAdmitted(errors: readonly string[]): boolean {
  return errors.length <= limit.attempts && notServing.test(errors[0] ?? "");
}
