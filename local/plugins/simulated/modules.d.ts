/** What an SDK says of one of its types, by the type's token: put there when a plugin is built (build.ts). */
declare module "sdk:*" {
  const type: import("./sdk").SdkType;
  export default type;
}
