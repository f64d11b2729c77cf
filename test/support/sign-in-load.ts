import { setTimeout as after } from "node:timers/promises";
import { refresh, tokensOf } from "./oauth";
import { Visitor, type Application } from "./sign-in";

/** What became of a load. */
export interface Tally {
  /** Requests that were sent. */
  readonly asked: number;
  /** Those that were not served: no answer, or not one of Keycloak's about the request. */
  readonly unserved: readonly string[];
  /** Sessions that were begun. */
  readonly begun: number;
  /** Why a session that was begun could not go on. */
  readonly lost: readonly string[];
}

/** Sign-ins and refreshes at a fixed rate, whether or not those before have ended. */
export class SignInLoad {
  private asked = 0;
  private begun = 0;
  private readonly unserved: string[] = [];
  private readonly lost: string[] = [];
  /** Refresh tokens of sessions that wait for their turn, the longest first. */
  private readonly waiting: string[] = [];
  private readonly running = new Set<Promise<void>>();

  /** @param passwords of users, by name: they take turns, as Keycloak lets nobody sign in twice at the same moment */
  constructor(
    private readonly application: Application,
    private readonly passwords: Readonly<Record<string, string>>,
  ) {}

  /**
   * Begins so many sessions a second, and refreshes as many.
   *
   * @param done what ends it, when all that was begun has ended too
   */
  async run(perSecond: number, done: Promise<unknown>): Promise<void> {
    let ended = false;
    void done.finally(() => (ended = true));
    const started = performance.now();
    const users = Object.entries(this.passwords);
    for (let turn = 1; !ended; turn += 1) {
      this.begin(this.signIn(...users[turn % users.length]!));
      const token = this.waiting.shift();
      if (token !== undefined) this.begin(this.refresh(token));
      await after(Math.max(0, started + (turn * 1000) / perSecond - performance.now()));
    }
    await Promise.all(this.running);
    await done;
  }

  /** Refreshes every session that was begun, and says what became of all. */
  async tally(): Promise<Tally> {
    for (const token of this.waiting.splice(0)) await this.refresh(token);
    const { asked, begun, unserved, lost } = this;
    return { asked, begun, unserved, lost };
  }

  private begin(work: Promise<void>): void {
    const counted = work.finally(() => this.running.delete(counted));
    this.running.add(counted);
  }

  private async signIn(username: string, password: string): Promise<void> {
    try {
      const tokens = await tokensOf(this.application, { username, password }, this.visitor());
      this.begun += 1;
      this.waiting.push(tokens.refresh_token);
    } catch {
      // Nobody has a session then; that a request was not served is counted.
    }
  }

  private async refresh(token: string): Promise<void> {
    try {
      const { status, body } = await refresh(this.application, token, this.visitor());
      if (body.refresh_token !== undefined) this.waiting.push(body.refresh_token);
      // Not served: the session goes on with the token that it has.
      else if (isUnserved(status)) this.waiting.push(token);
      else this.lost.push(`${status} ${JSON.stringify(body)}`);
    } catch {
      this.waiting.push(token);
    }
  }

  private visitor(): Visitor {
    return new CountedVisitor((failure) => this.count(failure));
  }

  private count(failure: string | undefined): void {
    this.asked += 1;
    if (failure !== undefined) this.unserved.push(failure);
  }
}

/** An answer of the ingress, or of a Keycloak that cannot. It says of everything else what is wrong with it, by 400. */
const isUnserved = (status: number): boolean => status >= 500 || status === 404;

/** Tells of each request whether it was served. */
class CountedVisitor extends Visitor {
  constructor(private readonly count: (failure: string | undefined) => void) {
    super();
  }

  override async ask(...request: Parameters<Visitor["ask"]>): ReturnType<Visitor["ask"]> {
    const place = new URL(request[0]).pathname;
    try {
      const answer = await super.ask(...request);
      this.count(isUnserved(answer.status) ? `${answer.status} of ${place}` : undefined);
      return answer;
    } catch (error) {
      this.count(`${(error as Error).message} of ${place}`);
      throw error;
    }
  }
}
