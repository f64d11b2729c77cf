/** A duration in words: `"30 seconds"`, `"1 minute"`. */
export type Duration = `${number} ${"second" | "seconds" | "minute" | "minutes" | "hour" | "hours"}`;

/** An amount of memory: `"256 MB"` is 256 MiB, as Kubernetes' `256Mi`. */
export type Size = `${number} ${"MB" | "GB"}`;
