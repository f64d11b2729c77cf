/** The type of the events that schedules send, on every platform: Knative leaves no choice. They have no data. */
export const scheduleType = "dev.knative.sources.ping";
