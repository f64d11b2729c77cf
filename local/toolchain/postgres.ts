import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Home } from "../home";
import { unpackPackages } from "./debian";
import type { Report } from "./tool";

/** The major version that Debian 12 ships. */
export const postgresVersion = "15";

/**
 * PostgreSQL and every library it loads, so that the folder is a root file system by itself. What its packages name
 * beyond that is for their install scripts, and for a compiler of queries that weighs more than the server.
 */
const packages = [
  `postgresql-${postgresVersion}`,
  `postgresql-client-${postgresVersion}`,
  ...["libc6", "libc-bin", "libgcc-s1", "libstdc++6", "tzdata"],
  // What scripts in a container use: a shell, its usual programs, and flock.
  ...["dash", "coreutils", "util-linux", "libselinux1", "libpcre2-8-0", "libacl1", "libattr1"],
  ...["libpq5", "libssl3", "libicu72", "libxml2", "liblzma5", "liblz4-1", "libzstd1", "zlib1g", "libuuid1"],
  ...["libreadline8", "libtinfo6", "libpam0g", "libaudit1", "libcap-ng0"],
  ...["libsystemd0", "libcap2", "libgcrypt20", "libgpg-error0"],
  ...["libgssapi-krb5-2", "libkrb5-3", "libk5crypto3", "libkrb5support0", "libcom-err2", "libkeyutils1"],
  ...["libldap-2.5-0", "libsasl2-2", "libgnutls30", "libp11-kit0", "libffi8", "libidn2-0", "libunistring2"],
  ...["libtasn1-6", "libhogweed6", "libnettle8", "libgmp10"],
];

/** Where the packages put its programs and modules. */
const installed = `usr/lib/postgresql/${postgresVersion}`;

const unneeded = [
  `${installed}/lib/bitcode`,
  `${installed}/lib/llvmjit.so`,
  `${installed}/lib/llvmjit_types.bc`,
  "usr/lib/x86_64-linux-gnu/gconv",
  "usr/lib/x86_64-linux-gnu/audit",
  "usr/share/gcc",
  "usr/share/zoneinfo/right",
  "usr/share/zoneinfo/posix",
];

/** Fills a folder with PostgreSQL: its programs are linked from `usr/bin`. */
export async function makePostgres(home: Home, target: string, report: Report): Promise<void> {
  await unpackPackages(home, packages, "alone", target, report);
  for (const folder of unneeded) await fs.rm(path.join(target, folder), { recursive: true, force: true });
  for (const program of await fs.readdir(path.join(target, installed, "bin"))) {
    await fs.symlink(path.join("../..", installed, "bin", program), path.join(target, "usr/bin", program));
  }
}
