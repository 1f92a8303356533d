import * as pulumi from "@pulumi/pulumi";

/** What a preview would say beside a resource. */
export interface Warning {
  readonly message: string;
  /** The resource's; of the stack's own, none. */
  readonly urn?: string;
}

/** Runs it, and returns what it warned of. Without an engine the SDK would print that, and not of which resource. */
export async function warnedOf<T>(run: () => Promise<T>): Promise<{ result: T; warnings: readonly Warning[] }> {
  const warnings: Promise<Warning>[] = [];
  const realWarn = pulumi.log.warn;
  Object.assign(pulumi.log, {
    warn: (message: string, resource?: pulumi.Resource) => {
      warnings.push(warning(message, resource));
      return Promise.resolve();
    },
  });
  try {
    const result = await run();
    return { result, warnings: await Promise.all(warnings) };
  } finally {
    Object.assign(pulumi.log, { warn: realWarn });
  }
}

async function warning(message: string, resource: pulumi.Resource | undefined): Promise<Warning> {
  return resource === undefined ? { message } : { message, urn: await urnOf(resource) };
}

/** Known as soon as the resource is registered. */
export function urnOf(resource: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}
