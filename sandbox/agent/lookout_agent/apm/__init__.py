"""What the real Agent leaves to its trace-agent: receives traces, samples, counts, and sends."""
