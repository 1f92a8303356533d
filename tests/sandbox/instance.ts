/** The instance of these tests, beside a person's own `dev`, which they never touch; `make test` has two, side by side. */
export const INSTANCE = process.env.SANDBOX_INSTANCE ?? "test";
