/** A line of a stack trace, which a mistake of the user never shows. */
export const stackTrace = /^ +at .+:\d+:\d+\)?$/m;
