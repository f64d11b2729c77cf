import execa from "execa";

/** Whether a Docker engine answers within two seconds. The client alone is not enough. */
export async function dockerAnswers(): Promise<boolean> {
  const { exitCode, failed } = await execa("docker", ["version", "--format", "{{.Server.Version}}"], {
    reject: false,
    timeout: 2_000,
  });
  return !failed && exitCode === 0;
}
