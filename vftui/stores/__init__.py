"""Where networks are kept. Read and write."""
