import { z } from "zod";
import { url } from "../../settings/parts";

/** A package repository, and what signs it. */
export interface PackageRepository {
  readonly url: string;
  /** URLs that the host can reach, or ASCII-armoured public keys. */
  readonly keys: readonly string[];
  /** Of the keys that may be trusted. @default Datadog's where the keys are Datadog's, else none is looked at */
  readonly fingerprints?: readonly string[] | undefined;
}

/** The repositories of each family of packages; the first is apt's. */
export interface PackageRepositories extends PackageRepository {
  /** @default Datadog's */
  readonly yum?: PackageRepository;
  /** @default Datadog's */
  readonly zypper?: PackageRepository;
  /** The way to them and to the URLs of their keys: `http://HOST:PORT`. @default the host's own */
  readonly proxy?: string | undefined;
}

const keyUrls = (kind: string, names: readonly string[]) =>
  names.map((name) => `https://keys.datadoghq.com/DATADOG_${kind}_KEY_${name}.public`);

/**
 * The keys that sign Datadog's repositories: the current one and those of its rotation.
 *
 * @see https://docs.datadoghq.com/agent/supported_platforms/linux/
 */
const APT_KEYS = keyUrls("APT", ["CURRENT", "06462314", "C0962C7D", "F14F620E", "382E94DE"]);
/** @see https://github.com/DataDog/agent-linux-install-script for their order */
const RPM_KEYS = keyUrls("RPM", ["CURRENT", "4F09D16B", "B01082D3", "FD4BF915", "E09422B3"]);

/** Of hosts with dnf or yum. */
export const DATADOG_YUM: PackageRepository = { url: "https://yum.datadoghq.com/stable/7/$basearch/", keys: RPM_KEYS };

export const DATADOG_ZYPPER: PackageRepository = {
  url: "https://yum.datadoghq.com/suse/stable/7/$basearch/",
  keys: RPM_KEYS,
};

/**
 * Datadog's keys, whole: the current one is among them.
 *
 * @see https://docs.datadoghq.com/data_security/agent/#agent-distribution
 */
const APT_FINGERPRINTS = [
  "D18886567EABAD8B2D2526900D826EB906462314",
  "5F1E256061D813B125E156E8E6266D4AC0962C7D",
  "D75CEA17048B9ACBF186794B32637D44F14F620E",
  "A2923DFF56EDA6E76E55E492D3A80E30382E94DE",
];
const RPM_FINGERPRINTS = [
  "2416A37757B1BB0268B3634B52AFC5994F09D16B",
  "7408BFD56BC5BF0C361AAAE85D88EEA3B01082D3",
  "C6559B690CA882F023BDF3F63F4D1729FD4BF915",
  "A4C0B90D7443CF6E4E8AA341F1068E14E09422B3",
];

/** @returns in capitals and without spaces, as the host computes them; none where any key is trusted. */
export function fingerprintsOf({ keys, fingerprints }: PackageRepository): readonly string[] {
  if (fingerprints !== undefined) return fingerprints.map((one) => one.replaceAll(" ", "").toUpperCase());
  const areAll = (known: readonly string[]) => keys.every((key) => known.includes(key));
  return areAll(APT_KEYS) ? APT_FINGERPRINTS : areAll(RPM_KEYS) ? RPM_FINGERPRINTS : [];
}

const fingerprints = z
  .array(
    z.string().regex(/^([0-9A-F] *){40}([0-9A-F]{24})?$/i, {
      error: "is not a key's fingerprint; expected all of its 40 digits (0-9, A-F)",
    }),
  )
  .min(1)
  .optional()
  .describe(
    "Of the keys that may be trusted, all digits; compared on the host. Default: Datadog's, where the keys are Datadog's; a mirror's are trusted as they come.",
  );

const keys = (defaults: readonly string[]) =>
  z
    .array(
      z.union([url, z.string().regex(/^-----BEGIN PGP PUBLIC KEY BLOCK-----/)], {
        error: "is neither a URL nor an ASCII-armoured public key",
      }),
    )
    .min(1)
    .default([...defaults])
    .describe("The keys that sign it: URLs that the host can reach, or ASCII-armoured keys.");

const address = (theirs: string) =>
  url.refine((text) => !/[?#[\]]/.test(text), "has more than an address; expected https://host/path").default(theirs);

/** In files that everybody on the host reads, since package managers are asked by everybody; and in the plan. */
const proxy = z
  .string()
  .refine((text) => /^(?![a-z]*:?\/*[^/]*@)/i.test(text), {
    error:
      "has a user or a password, which everybody on the host could read; expected a proxy that knows hosts by their addresses, or one on the host itself that logs in",
    abort: true,
    params: { isSecret: true },
  })
  .regex(/^https?:\/\/[a-z0-9.-]+:\d{1,5}\/?$/i, "is not a proxy's address with its port; expected http://host:port")
  .optional()
  .describe(
    "The way to these repositories alone and to their keys' URLs, of every family: `http://host:port`, without a login. Default: the host's own.",
  );

const rpm = (theirs: PackageRepository, of: string) =>
  z
    .strictObject({
      url: address(theirs.url).describe("The package repository, whose `$basearch` is the host's architecture."),
      keys: keys(theirs.keys),
      fingerprints,
    })
    .prefault({})
    .describe(of);

export const packageRepositories = z
  .strictObject({
    url: address("https://apt.datadoghq.com/").describe(
      "The package repository of hosts with apt; a mirror in an air-gapped site.",
    ),
    keys: keys(APT_KEYS),
    fingerprints,
    proxy,
    yum: rpm(DATADOG_YUM, "The one of hosts with dnf or yum."),
    zypper: rpm(DATADOG_ZYPPER, "The one of hosts with zypper."),
  })
  .prefault({});
