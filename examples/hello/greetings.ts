import { Pool } from "pg";

/** Idle connections are given back: a database that bills by use sleeps only without them. */
const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
  idleTimeoutMillis: 5_000,
});

/** Counts a greeting. @returns how often the name was greeted, this time included */
export async function greeted(name: string): Promise<number> {
  const { rows } = await pool.query<{ times: number }>(
    `INSERT INTO greetings AS g (name, times) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET times = g.times + 1
     RETURNING times`,
    [name],
  );
  return rows[0]!.times;
}
