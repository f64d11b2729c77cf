import type { Pool } from "pg";

/** Counts a greeting. @returns how often the name was greeted, this time included */
export async function greeted(database: Pool, name: string): Promise<number> {
  const { rows } = await database.query<{ times: number }>(
    `INSERT INTO greetings AS g (name, times) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET times = g.times + 1
     RETURNING times`,
    [name],
  );
  return rows[0]!.times;
}
