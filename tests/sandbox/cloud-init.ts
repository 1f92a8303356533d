import * as fs from "node:fs";
import * as path from "node:path";
import { cachedFolder, cacheFolder } from "../../sandbox/cache.js";
import { run } from "../../sandbox/command.js";
import type { TestHost } from "./host.js";

/** Of its modules those that the boot of a machine runs, in the order of its units. */
const STAGES = ["init --local", "init", "modules --mode=config", "modules --mode=final"];

/** Of a sandbox's host nothing is cloud-init's but what its user data says: neither keys, nor users, disks, the network. */
const CONFIGURATION = `
datasource_list: [NoCloud]
network: { config: disabled }
cloud_init_modules: [write-files]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user]
`;

/** Debian's own cloud-init on a host that has no way to the archive; nothing of it runs yet. */
export async function installCloudInit(host: TestHost): Promise<void> {
  const archive = await packages(await host.sh("cat /var/lib/dpkg/status"));
  await host.write("/root/packages.tar.base64", fs.readFileSync(archive).toString("base64"));
  await host.sh(
    "mkdir /root/packages && base64 -d /root/packages.tar.base64 | tar -x -C /root/packages &&" +
      " DEBIAN_FRONTEND=noninteractive dpkg -i /root/packages/*.deb >/root/dpkg.log 2>&1 && rm -r /root/packages*",
    300,
  );
  await host.write("/etc/cloud/cloud.cfg.d/99_test.cfg", CONFIGURATION);
}

/**
 * A boot of a machine, as far as it is cloud-init's.
 *
 * @param machine another one is another machine, to which the user data is new.
 */
export async function boot(host: TestHost, machine: string, userData: Buffer): Promise<void> {
  await host.sh("mkdir -p /var/lib/cloud/seed/nocloud && rm -rf /run/cloud-init /run/lookout-user-data");
  await host.write("/var/lib/cloud/seed/nocloud/meta-data", `instance-id: ${machine}\n`);
  await host.write("/root/user-data.base64", userData.toString("base64"));
  await host.sh("base64 -d /root/user-data.base64 >/var/lib/cloud/seed/nocloud/user-data; rm /root/user-data.base64");
  for (const stage of STAGES) {
    await host.sh(
      `cloud-init ${stage} >>/var/log/cloud-init-output.log 2>&1 || { tail -n 40 /var/log/cloud-init-output.log >&2; exit 1; }`,
      600,
    );
  }
}

/** cloud-init and what it needs beside the packages of a host, in one archive. */
async function packages(status: string): Promise<string> {
  const folder = await cachedFolder(cacheFolder(), "cloud-init", [status], async (temporary) => {
    const own = path.join(temporary, "archives");
    fs.mkdirSync(path.join(own, "partial"), { recursive: true });
    fs.writeFileSync(path.join(temporary, "status"), status);
    await run("apt-get", ["-qq", "update"], { timeoutSeconds: 300 });
    await run(
      "apt-get",
      [
        ...["-qq", "-y", "--no-install-recommends", "--download-only"],
        ...["-o", `Dir::State::status=${temporary}/status`, "-o", `Dir::Cache::archives=${own}`],
        ...["install", "cloud-init"],
      ],
      { timeoutSeconds: 300 },
    );
    await run("sh", ["-c", `tar -c -f '${temporary}/packages.tar' -C '${own}' $(cd '${own}' && ls | grep '\\.deb$')`]);
    fs.rmSync(own, { recursive: true });
  });
  return path.join(folder, "packages.tar");
}
