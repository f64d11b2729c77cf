import { serveProvider } from "../base";
import { random } from "./provider";

void serveProvider(random);
