import { serveProvider } from "../base";
import { tls } from "./provider";

void serveProvider(tls);
