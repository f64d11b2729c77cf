import { serveProvider } from "../../base";
import { aws } from "./provider";

void serveProvider(aws);
