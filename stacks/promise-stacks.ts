/*
 * Loaded first. The SDK keeps the stack of every promise that it makes, to show it where PULUMI_DEBUG_PROMISE_LEAKS is set
 * and a promise never ends. ts-node looks up the source of each of their lines, which takes a fifth of the program's
 * processor. Those are left out, and all others are as they were. stacks/preload.js would be too soon: the SDK makes the
 * stacks of errors by its own way after that.
 */
const mapped = Error.prepareStackTrace?.bind(Error);
const keptForLeaks = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]debuggable\.js$/;

if (mapped && !process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
  Error.prepareStackTrace = (error, frames) =>
    keptForLeaks.test(frames[0]?.getFileName() ?? "") ? String(error) : (mapped(error, frames) as unknown);
}
