import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../host/host";
import { serviceKey, serviceResource } from "./names";
import { TracedService, type TracedServiceArgs } from "./traced-service";

type Declared = Omit<TracedServiceArgs, "host" | "service" | keyof Shared> & {
  readonly name: string;
  readonly tags: readonly string[];
};

/** What all services of an environment share. */
interface Shared {
  readonly env: string;
  readonly tags: readonly string[];
  readonly wheels: string | undefined;
  readonly agentPort: number;
}

/** A host, the applications that run there, and what takes their traces. */
export interface HostOfServices {
  readonly host: Host;
  readonly name: string;
  readonly services: readonly Declared[];
  readonly agent: pulumi.Resource;
}

/** Every traced application of an environment, by `<host>.<service>`, each after its host's Agent. */
export function tracedServices(hosts: readonly HostOfServices[], shared: Shared): Map<string, TracedService> {
  return new Map(
    hosts.flatMap(({ host, name, services, agent }) =>
      services.map(({ name: service, tags, ...declared }) => [
        serviceKey(name, service),
        new TracedService(
          serviceResource(name, service),
          { ...declared, ...shared, host, service, tags: [...shared.tags, ...tags] },
          { dependsOn: [agent] },
        ),
      ]),
    ),
  );
}
