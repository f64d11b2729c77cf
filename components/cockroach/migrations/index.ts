export { readMigrations, type Migrations } from "./files";
export { filesOf, flywayImage, migrateTask } from "./task";
