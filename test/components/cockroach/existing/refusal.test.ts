import { refusalOf } from "../../../../components/cockroach/existing/refusal";

const url = {
  host: "db.example.com",
  port: 5432,
  user: "admin",
  password: "s3cret",
  database: "d",
  authority: undefined,
};

const reason = (code: string, message: string) => refusalOf(Object.assign(new Error(message), { code }), url);

test.each([
  [
    "28P01",
    'password authentication failed for user "admin"',
    "it refuses the password of admin. Correct it",
  ],
  ["28000", 'no pg_hba.conf entry for host "192.0.2.1"', "it refuses the user admin: no pg_hba.conf entry"],
  ["3D000", 'database "d" does not exist', "it has no database d. Name one that exists"],
  ["53300", "sorry, too many clients already", "it has no connection left: sorry"],
  [
    "CERT_HAS_EXPIRED",
    "certificate has expired",
    "its certificate is not valid now: certificate has expired. Renew it.",
  ],
  [
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "unable",
    "its certificate is of no authority that is trusted: unable.",
  ],
  [
    "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
    "version",
    "TLS with it failed: version. Allowed: TLS 1.2 or newer.",
  ],
  ["ETIMEDOUT", "", "it cannot be reached from this machine: ETIMEDOUT."],
  ["XX000", "internal error", "it answered: internal error."],
])("%s %s", (code, message, expected) => {
  expect(reason(code, message)).toContain(expected);
});

test("a server that repeats the password does not bring it into a message", () => {
  expect(reason("XX000", "no: s3cret is wrong")).toBe("it answered: no: *** is wrong.");
});
