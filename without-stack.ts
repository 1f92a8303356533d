/**
 * An error whose message is all that its reader needs. The SDK shows no stack of a RunError or a ResourceError, but
 * renders it all the same, through the source maps of everything that is loaded: 14 s on a small machine.
 */
export function withoutStack<E extends Error>(error: E): E {
  delete error.stack;
  return error;
}
