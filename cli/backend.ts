/** Without attributes beside each file: they are not written by rename, and half of them keeps a stack from opening. */
const options = "?metadata=skip";

/** The address of a folder as the engine's backend. Survives an engine that is killed at any time. */
export const backendUrl = (folder: string): string => `file://${folder}${options}`;

/** The folder of a backend's address. */
export const backendFolder = (url: string): string => url.replace(/^file:\/\//, "").replace(/\?.*$/, "");
