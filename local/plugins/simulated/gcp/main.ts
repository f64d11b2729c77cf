import { serveProvider } from "../../base";
import { gcp } from "./provider";

void serveProvider(gcp);
