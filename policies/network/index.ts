import { namespaceIsolation } from "./namespace-isolation";
import { publicService } from "./public-service";
import { routeHosts } from "./route-hosts";
import { routeTls } from "./route-tls";

/** Rules of this layer. */
export const network = [namespaceIsolation, publicService, routeTls, routeHosts] as const;
