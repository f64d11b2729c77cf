import { homeOf } from "../../../local/home";
import { ensureTools, programOf } from "../../../local/toolchain";
import { ProviderClient, startBuiltPlugin, type PackageSchema, type TypeSchema } from "../../support/plugin";
import { SdkInputs, type Inputs } from "../../support/sdk-inputs";

/*
 * The plugin for Keycloak that is built here has its names from rules. That they are the names of the SDK, at every
 * depth, is compared here; so is what the SDK offers beyond it, which it refuses.
 */

/** Building it, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

const sdk = new SdkInputs("@pulumi/keycloak");
let schema: PackageSchema;

beforeAll(async () => {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const tools = await ensureTools(homeOf(), ["provider-keycloak"], report);
  const tool = tools["provider-keycloak"];
  const plugin = await startBuiltPlugin(programOf(tool, "pulumi-resource-keycloak"));
  const provider = new ProviderClient(plugin.port);
  schema = await provider.schema();
  provider.close();
  await plugin.stop();
});

function pathsOf(properties: Readonly<Record<string, TypeSchema>> = {}, prefix = ""): string[] {
  return Object.entries(properties).flatMap(([name, type]) => {
    const here = `${prefix}${name}${type.items ? "[]" : ""}`;
    const token = (type.items ?? type).$ref?.replace("#/types/", "");
    return token === undefined ? [here] : [here, ...pathsOf(schema.types?.[token]?.properties, `${here}.`)];
  });
}

const built = (token: string) => pathsOf(schema.resources?.[token]?.inputProperties);

/** What one has and the other one lacks; of an object that is lacking as a whole, the object alone. */
function beyond(all: Iterable<string>, known: Iterable<string>): string[] {
  const there = new Set(known);
  const lacking = [...all].filter((path) => !there.has(path));
  return lacking.filter((path) => !lacking.some((other) => path.startsWith(`${other}.`))).sort();
}

const typed = (token: string): Inputs => sdk.of(token) ?? new Set();

test("every type and every input of the plugin has the name that the SDK has for it", () => {
  const tokens = Object.keys(schema.resources ?? {});
  expect(tokens.length).toBeGreaterThan(80);
  expect(tokens.filter((token) => !sdk.of(token))).toEqual([]);
  const strangers = tokens.map((token) => [token, beyond(built(token), typed(token))] as const);
  expect(strangers.filter(([, inputs]) => inputs.length > 0)).toEqual([]);
});

test.each<[string, string[]]>([
  [
    "keycloak:index/realm:Realm",
    [
      "adminPermissionsEnabled",
      "firstBrokerLoginFlow",
      "organizationsEnabled",
      "otpPolicy.codeReusable",
      "securityDefenses.bruteForceDetection.bruteForceStrategy",
      "securityDefenses.bruteForceDetection.maxTemporaryLockouts",
      "smtpServer.allowUtf8",
      "smtpServer.tokenAuth",
      "terraformDeletionProtection",
      "webAuthnPasswordlessPolicy.discoverableCredential",
      "webAuthnPasswordlessPolicy.extraOrigins[]",
      "webAuthnPasswordlessPolicy.passwordlessPasskeysEnabled",
      "webAuthnPolicy.discoverableCredential",
      "webAuthnPolicy.extraOrigins[]",
    ],
  ],
  ["keycloak:index/realmEvents:RealmEvents", []],
  [
    "keycloak:index/realmUserProfile:RealmUserProfile",
    ["attributes[].defaultValue", "attributes[].multiValued", "unmanagedAttributePolicy"],
  ],
  ["keycloak:index/requiredAction:RequiredAction", ["config"]],
  ["keycloak:index/role:Role", ["import"]],
  ["keycloak:index/defaultRoles:DefaultRoles", []],
  ["keycloak:index/defaultGroups:DefaultGroups", []],
  ["keycloak:index/group:Group", ["description", "organizationId"]],
  ["keycloak:index/groupRoles:GroupRoles", []],
  ["keycloak:index/groupMemberships:GroupMemberships", []],
  ["keycloak:index/user:User", ["import"]],
  ["keycloak:index/userRoles:UserRoles", []],
  ["keycloak:index/userGroups:UserGroups", []],
  ["keycloak:index/genericRoleMapper:GenericRoleMapper", []],
  [
    "keycloak:openid/client:Client",
    [
      "allowRefreshTokenInStandardTokenExchange",
      "alwaysDisplayInConsole",
      "clientSecretRegenerateWhenChanged",
      "clientSecretWo",
      "clientSecretWoVersion",
      "excludeIssuerFromAuthResponse",
      "oauth2JwtAuthorizationGrantEnabled",
      "oauth2JwtAuthorizationGrantIdp",
      "requireDpopBoundTokens",
      "standardTokenExchangeEnabled",
    ],
  ],
  ["keycloak:openid/clientScope:ClientScope", ["extraConfig", "includeInOpenidProviderMetadata"]],
  ["keycloak:openid/clientDefaultScopes:ClientDefaultScopes", []],
  ["keycloak:openid/clientOptionalScopes:ClientOptionalScopes", []],
  ["keycloak:openid/clientServiceAccountRole:ClientServiceAccountRole", []],
  ["keycloak:openid/clientServiceAccountRealmRole:ClientServiceAccountRealmRole", []],
  ["keycloak:openid/audienceProtocolMapper:AudienceProtocolMapper", ["addToTokenIntrospection"]],
  ["keycloak:openid/fullNameProtocolMapper:FullNameProtocolMapper", []],
  [
    "keycloak:openid/groupMembershipProtocolMapper:GroupMembershipProtocolMapper",
    ["addToTokenIntrospection"],
  ],
  ["keycloak:openid/userAttributeProtocolMapper:UserAttributeProtocolMapper", ["addToTokenIntrospection"]],
  ["keycloak:openid/userRealmRoleProtocolMapper:UserRealmRoleProtocolMapper", ["addToTokenIntrospection"]],
  [
    "keycloak:oidc/identityProvider:IdentityProvider",
    [
      "clientSecretWo",
      "clientSecretWoVersion",
      "disableTypeClaimCheck",
      "orgDomain",
      "orgRedirectModeEmailMatches",
      "organizationId",
    ],
  ],
  [
    "keycloak:oidc/googleIdentityProvider:GoogleIdentityProvider",
    ["alias", "displayName", "loginHint", "orgDomain", "orgRedirectModeEmailMatches", "organizationId"],
  ],
  ["keycloak:authentication/flow:Flow", []],
  ["keycloak:authentication/subflow:Subflow", ["priority"]],
  ["keycloak:authentication/execution:Execution", ["priority"]],
  ["keycloak:authentication/executionConfig:ExecutionConfig", []],
  ["keycloak:authentication/bindings:Bindings", ["firstBrokerLoginFlow"]],
])("of %s it lacks only what came later", (token, later) => {
  expect(beyond(typed(token), built(token))).toEqual(later);
});

test("of the provider's own settings, it lacks only what came later", () => {
  const known = sdk.of("keycloak:index/provider:Provider") ?? new Set();
  expect(beyond(pathsOf(schema.provider?.inputProperties), known)).toEqual([]);
  expect(beyond(known, pathsOf(schema.provider?.inputProperties))).toEqual([
    "accessToken",
    "adminUrl",
    "jwtSigningAlg",
    "jwtSigningKey",
    "jwtToken",
    "jwtTokenFile",
    "keycloakVersion",
    "tlsClientCertificate",
    "tlsClientPrivateKey",
  ]);
});
