/** Type of the event that wakes whoever publishes the outbox. */
export const outboxWritten = "dev.cakestack.outbox.written";
