import * as pulumi from "@pulumi/pulumi";

/** A mistake in what the stack was given: the message is all that is shown. */
export function runError(message: string): pulumi.RunError {
  return withoutStack(new pulumi.RunError(message));
}

/** A mistake in what a resource was given: the message is all that is shown, on the resource's own line. */
export function resourceError(message: string, resource: pulumi.Resource): pulumi.ResourceError {
  return withoutStack(new pulumi.ResourceError(message, resource, true));
}

/**
 * The SDK shows no stack of such an error, but renders it all the same, through the source maps of everything that is
 * loaded: 14 s on a small machine.
 */
function withoutStack<E extends Error>(error: E): E {
  delete error.stack;
  return error;
}
