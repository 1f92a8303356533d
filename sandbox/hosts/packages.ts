import { attempt } from "../command.js";

/** Programs that the hosts and the Agent's repository need, and the Debian package of each. */
const needed: Readonly<Record<string, string>> = {
  podman: "podman",
  mmdebstrap: "mmdebstrap",
  nft: "nftables",
  iptables: "iptables",
  runc: "runc",
  ip: "iproute2",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  "apt-ftparchive": "apt-utils",
  gpg: "gnupg",
  pip3: "python3-pip",
};

/** Packages without a program of their own on PATH; netavark is podman's network, and calls iptables. */
const libraries = ["netavark"];

/** The Debian packages that this machine lacks, for `apt-get install --no-install-recommends`. */
export async function missingPackages(): Promise<string[]> {
  const programs = await Promise.all(
    Object.entries(needed).map(async ([program, name]) => ((await isOnPath(program)) ? [] : [name])),
  );
  const others = await Promise.all(libraries.map(async (name) => ((await isInstalled(name)) ? [] : [name])));
  return [...new Set([...programs, ...others].flat())];
}

async function isOnPath(program: string): Promise<boolean> {
  return (await attempt("sh", ["-c", 'command -v "$1"', "sh", program])).exitCode === 0;
}

async function isInstalled(name: string): Promise<boolean> {
  const { stdout } = await attempt("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name]);
  return stdout === "installed";
}
