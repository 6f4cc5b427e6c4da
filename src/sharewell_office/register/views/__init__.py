"""The register on screen, a module for each noun."""
