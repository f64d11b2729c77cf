import * as path from "node:path";
import type { Access } from "../../../../cli/users/access";
import { engine, type Engine } from "../../../support/engine";
import { administrator, startKeycloak, type KeycloakServer } from "../../../support/keycloak";
import type { Application } from "../../../support/sign-in";

const root = path.resolve(__dirname, "../../../..");

/** What the realm of the test is given beyond its defaults: short enough to be waited for. */
export const given = { failures: 3, wait: 5, passwordLength: 16 } as const;

/** Where users come back to. */
export const redirectUri = "https://page.test/signed-in";

/**
 * A realm of the component with an application of each kind, on a Keycloak that is there already. The one application may
 * tell of roles and is for somebody, the other one may tell of none, and is for nobody.
 */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { client } from "${root}/components/auth/client";
import { Realm } from "${root}/components/auth/realm";
const config = new pulumi.Config();
const url = pulumi.output(config.require("url"));
class Outside extends pulumi.ComponentResource {
  readonly url = url;
  readonly innerUrl = url;
  readonly admin = {
    url,
    clientId: pulumi.output(config.require("clientId")),
    clientSecret: config.requireSecret("clientSecret"),
  };
  constructor() {
    super("test:index:Keycloak", "keycloak");
  }
}
const shop = new Realm("shop", {
  keycloak: new Outside() as never,
  roles: { florist: "Sells flowers.", driver: "Delivers orders." },
  groups: { staff: ["florist"] },
  defaultRoles: ["driver"],
  guard: { failures: ${given.failures}, wait: "${given.wait} seconds", longestWait: "1 minute" },
  passwords: { length: ${given.passwordLength}, history: 3 },
});
const redirectUris = ["${redirectUri}"];
const page = { kind: "browser", redirectUris, roles: ["florist", "driver"], audiences: ["orders"] } as const;
client(shop.identity, "page", page, shop.within);
client(shop.identity, "other", { kind: "browser", redirectUris }, shop.within);
client(shop.identity, "terminal", { kind: "device" }, shop.within);
const service = client(shop.identity, "service", { kind: "service", roles: ["driver"] }, shop.within);
export const secret = service.clientSecret;
`;

/** A user of the realm, and what it signs in with. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

/** What a test of threats has: a real Keycloak, configured by the real components through the real engine. */
export class World {
  private people = 0;

  private constructor(
    readonly server: KeycloakServer,
    private readonly pulumi: Engine,
    /** Of the application `service`. */
    readonly serviceSecret: string,
  ) {}

  static async make(): Promise<World> {
    // Its own address, and who is in front of it, as on a cluster.
    const server = await startKeycloak((url) => ({ KC_HOSTNAME: url, KC_PROXY_HEADERS: "xforwarded" }));
    const pulumi = await engine({ tools: ["provider-keycloak"] });
    await pulumi.write(program);
    await pulumi.succeed("config", "set", "url", server.url);
    await pulumi.succeed("config", "set", "clientId", administrator.clientId);
    await pulumi.succeed("config", "set", "--secret", "clientSecret", administrator.clientSecret);
    await pulumi.succeed("up", "--yes", "--skip-preview");
    const { stdout } = await pulumi.succeed("stack", "output", "--json", "--show-secrets");
    return new World(server, pulumi, (JSON.parse(stdout) as { secret: string }).secret);
  }

  /** Looks at what is there, and says what an update would change. @returns the exit code: 0 where that is nothing */
  async difference(): Promise<{ readonly code: number; readonly text: string }> {
    const { code, text } = await this.pulumi.run("preview", "--refresh", "--diff", "--expect-no-changes");
    return { code, text };
  }

  async end(): Promise<void> {
    await this.pulumi.remove();
    await this.server.stop();
  }

  get issuer(): string {
    return `${this.server.url}/realms/shop`;
  }

  /** How `cake users` reaches it. */
  get access(): Access {
    return {
      stack: "dev",
      url: this.server.url,
      realm: "shop",
      page: `${this.issuer}/account/`,
      ...administrator,
    };
  }

  /** An application as its users know it. */
  application(clientId: "page" | "other" = "page"): Application {
    return { issuer: this.issuer, clientId, redirectUri };
  }

  /** Asks the administration about the realm. @throws Error when it refuses */
  async admin<T>(method: string, place: string, body?: object): Promise<T> {
    const answer = await this.server.call(method, `/shop${place}`, body);
    if (answer.status >= 400)
      throw new Error(`${method} ${place}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /** Makes a user who has signed in before: nothing more is asked. */
  async person(...groups: readonly string[]): Promise<Person> {
    this.people += 1;
    const username = `person-of-number-${this.people}`;
    const password = `the password ${this.people} of a test`;
    await this.admin("POST", "/users", {
      username,
      email: `${username}@shop.test`,
      emailVerified: true,
      firstName: "Some",
      lastName: "Person",
      enabled: true,
      groups,
      credentials: [{ type: "password", value: password, temporary: false }],
    });
    const [{ id }] = await this.admin<[{ id: string }]>("GET", `/users?username=${username}&exact=true`);
    return { id, username, password };
  }

  /** What the database has of a user's password. */
  async hashOf({ id }: Person): Promise<{ readonly value: string; readonly salt: string }> {
    const [row] = await this.server.query<{ secret_data: string }>(
      `SELECT secret_data FROM credential WHERE type = 'password' AND user_id = '${id}'`,
    );
    return JSON.parse(row!.secret_data) as { value: string; salt: string };
  }
}
