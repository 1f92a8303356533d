import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Kind, mysqlServers, postgresServers, Server } from "./server.js";

const PASSWORD = "the-second-password";
const admin = { user: "boss", password: "" };
const adminSecret = { admin_password: "the-boss-password" };

/** The server, and another one's host from where it is monitored. */
const pairs = [postgresServers, mysqlServers].map(([from, there]) => ({ from, there })) as {
  from: Kind;
  there: Kind;
}[];

describe.each(pairs)("$there.flavour $there.version, from another host", ({ from, there }) => {
  let monitoring: Server;
  let monitored: Server;
  let before: string;

  beforeAll(async () => {
    [monitoring, monitored] = await Promise.all([Server.of(from), Server.of(there)]);
    before = await monitored.catalogue();
    if (monitored.isPostgres) {
      await monitored.configure(["listen_addresses = '*'"]);
      await monitored.sql(
        "CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'the-boss-password'; GRANT pg_monitor TO boss WITH ADMIN OPTION",
      );
      await monitored.sh(
        `sed -i '1i host all all ${monitoring.address}/32 scram-sha-256' ${hba()}; systemctl reload ${monitored.unit}`,
      );
    } else {
      await monitored.configure(["bind-address = 0.0.0.0"]);
      await monitored.sql(
        "CREATE USER boss@'%' IDENTIFIED BY 'the-boss-password'; GRANT ALL ON *.* TO boss@'%' WITH GRANT OPTION",
      );
    }
  });
  const hba = () => `/etc/postgresql/${there.version}/main/pg_hba.conf`;
  afterAll(async () => {
    if (monitored.isPostgres) await monitored.sh(`sed -i 1d ${hba()}`);
    await monitored.sql(monitored.isPostgres ? "DROP ROLE boss" : "DROP USER boss@'%'");
    await monitored.configure([]);
    expect(await monitored.catalogue()).toBe(before);
  });

  test("the user is made over the network for where it comes from, proved from there, and taken away", async () => {
    const wanted = { address: monitored.address, admin };
    const { proof } = await monitoring.make(wanted, PASSWORD, adminSecret);
    expect(proof.version.startsWith(there.version)).toBe(true);
    if (!monitored.isPostgres) {
      const part = await monitored.sql("SELECT Host FROM mysql.user WHERE User = 'datadog'");
      expect([monitoring.address, monitoring.name]).toContain(part);
    }
    expect(await monitored.files()).not.toContain("/var/lib/lookout/");
    expect(await monitoring.remove(wanted, adminSecret)).toBe("");
  });
});

test("PostgreSQL from another host: a refusal has advice for that host's address, as the server sees it", async () => {
  const [from, there] = postgresServers as [Kind, Kind];
  const [monitoring, monitored] = await Promise.all([Server.of(from), Server.of(there)]);
  const hba = `/etc/postgresql/${there.version}/main/pg_hba.conf`;
  await monitored.configure(["listen_addresses = '*'"]);
  await monitored.sql("CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'the-boss-password'");
  await monitored.sh(
    `sed -i '1i host all boss all scram-sha-256\\nhost all datadog samenet reject' ${hba}; systemctl reload ${monitored.unit}`,
  );
  const wanted = { address: monitored.address, admin };
  const said = await monitoring.refuse("create", wanted, adminSecret);
  expect(said).toContain(`line 2 of ${hba} decides: host all datadog samenet reject`);
  expect(said).toContain(`above it: host postgres datadog ${monitoring.address}/32 scram-sha-256`);
  await monitoring.remove(wanted, adminSecret);
  await monitored.sql("DROP ROLE boss");
  await monitored.sh(`sed -i 1,2d ${hba}`);
  await monitored.configure([]);
});

describe("TLS", () => {
  test("PostgreSQL 18, whose certificate is verified with its name", async () => {
    const [, , kind] = postgresServers as [Kind, Kind, Kind];
    const server = await Server.of(kind);
    const folder = "/etc/postgresql/tls";
    await server.sh(`
      mkdir -p ${folder} && cd ${folder}
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=db -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
      chown postgres: key.pem && chmod 600 key.pem`);
    await server.configure([`ssl = on`, `ssl_cert_file = '${folder}/cert.pem'`, `ssl_key_file = '${folder}/key.pem'`]);
    await server.sh(
      `sed -i '1i hostnossl all all all reject' /etc/postgresql/${kind.version}/main/pg_hba.conf; systemctl reload ${server.unit}`,
    );
    const verified = { tls: { mode: "verify-full", rootCertificate: `${folder}/cert.pem` } } as const;

    expect(await server.refuse("create", { tls: { mode: "disable" } })).toMatch(
      /can't log in.*hostnossl all all all reject/,
    );
    await server.make(verified, PASSWORD);
    const other = { tls: { mode: "verify-full", rootCertificate: "/etc/ssl/certs/ca-certificates.crt" } } as const;
    expect(await server.refuse("create", other)).toMatch(/certificate verify failed/);

    await server.remove(verified);
    await server.sh(`sed -i 1d /etc/postgresql/${kind.version}/main/pg_hba.conf; rm -r ${folder}`);
    await server.configure([]);
  });

  test("MySQL 9, whose certificate is verified, and which lets nobody in without TLS", async () => {
    const [, , kind] = mysqlServers as [Kind, Kind, Kind];
    const server = await Server.of(kind);
    await server.configure(["require_secure_transport = ON"]);
    const verified = { tls: { mode: "verify-ca", rootCertificate: "/var/lib/mysql/ca.pem" } } as const;

    expect(await server.refuse("create", { tls: { mode: "disabled" } })).toMatch(/can't log in|can't be made/);
    await server.make(verified, PASSWORD);
    await server.make({ tls: { mode: "required" } }, PASSWORD);

    await server.remove(verified);
    await server.configure([]);
  });

  test("MariaDB 11, which makes a certificate of its own", async () => {
    const [, kind] = mysqlServers as [Kind, Kind];
    const server = await Server.of(kind);
    await server.make({ tls: { mode: "required" } }, PASSWORD);
    await server.remove({ tls: { mode: "required" } });
  });
});
