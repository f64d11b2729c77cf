import { serveProvider } from "../base";
import { cockroach } from "./provider";

void serveProvider(cockroach);
