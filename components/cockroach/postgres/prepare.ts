import { paths } from "./settings";

/** The administrator of a new server, and the database that it connects to. */
export const superuser = { name: "postgres", database: "postgres" } as const;

const { data, lock, admin, settings } = paths;
const unfinished = `${data}.new`;

/**
 * Runs before the server, in the same image, official or not. It waits for the end of a server that still holds the
 * volume, refuses data of another major version, makes the data where there is none yet, all of it or nothing, and
 * sets the administrator's password to that of the Secret.
 *
 * Texts are compared by their bytes: another version of the image's C library cannot break an index.
 */
export const prepareScript = `set -eu
exec 9> ${lock}
flock 9
version=$(postgres --version)
version=\${version#*PostgreSQL) }
version=\${version%%[!0-9]*}
if [ -e ${data}/PG_VERSION ]; then
  found=$(cat ${data}/PG_VERSION)
  if [ "$found" != "$version" ]; then
    echo "The volume holds data of PostgreSQL $found, and the image has PostgreSQL $version. Allowed: an image of PostgreSQL $found. Set it as the image, or dump the data with it and restore the dump into a new volume." >&2
    exit 1
  fi
elif [ -e ${data} ]; then
  echo "${data} on the volume is no data of PostgreSQL: it has no file PG_VERSION. Restore the volume, or move that folder away." >&2
  exit 1
else
  rm -rf ${unfinished}
  initdb --pgdata=${unfinished} --username=${superuser.name} --pwfile=${admin}/password \\
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --data-checksums
  mv ${unfinished} ${data}
  sync
fi
chmod 700 ${data}
password=$(cat ${admin}/password)
echo "ALTER ROLE ${superuser.name} PASSWORD '$password'" |
  postgres --single -D ${data} -c config_file=${settings}/postgresql.conf ${superuser.database} > /dev/null
`;
