import type { RuleName } from "../../../components/kubernetes/guardrails";
import type { Case } from "./case";
import { containerImages } from "./container-images";
import { containerResources } from "./container-resources";
import { podHostAccess } from "./pod-host-access";
import { podIsolation } from "./pod-isolation";
import { podPrivilege } from "./pod-privilege";
import { podVolumes } from "./pod-volumes";
import { publicService } from "./public-service";
import { routeHosts } from "./route-hosts";
import { routeTls } from "./route-tls";
import { serviceAccountToken } from "./service-account-token";

/** What was tried with the policies that a cluster holds everyone to, too, by policy. */
export const corpus: Readonly<Record<RuleName, readonly Case[]>> = {
  "pod-host-access": podHostAccess,
  "pod-privilege": podPrivilege,
  "pod-isolation": podIsolation,
  "pod-volumes": podVolumes,
  "container-resources": containerResources,
  "container-images": containerImages,
  "service-account-token": serviceAccountToken,
  "public-service": publicService,
  "route-tls": routeTls,
  "route-hosts": routeHosts,
};
