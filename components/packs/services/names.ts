/** Among all services: `app1.shop`. A service's name has no dot, so that no two keys are alike. */
export function serviceKey(host: string, service: string): string {
  return `${host}.${service}`;
}

/** The component's name in the stack. A host's name and a service's have hyphens: two pairs may make one of it. */
export function serviceResource(host: string, service: string): string {
  return `${host}-${service}`;
}
