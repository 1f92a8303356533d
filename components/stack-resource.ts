import * as pulumi from "@pulumi/pulumi";

/** The stack that the program makes; the SDK says that there is always one, in a test there may be none. */
export function stackResource(): object | undefined {
  const stack: object | undefined = pulumi.runtime.getStackResource();
  return stack;
}
