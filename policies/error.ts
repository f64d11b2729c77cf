/** Something that whoever uses the pack can put right: run.js shows it without a stack trace, and nothing is done. */
export class PackError extends Error {
  override readonly name = "PackError";
}
