import { described, log } from "./log";

// Loaded before the handler, so that what fails while the handler is imported is one line of the log too.
process.on("uncaughtException", (error) => {
  log("ERROR", "the function crashed", described(error));
  process.exit(1);
});
