"""A stand-in of Datadog's Agent for the sandbox: real checks, real wire format, no part of Datadog's own program."""
