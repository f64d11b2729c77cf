/** Something that whoever uses the pack can put right: shown without a stack trace, and nothing is done. */
export class PackError extends Error {}
