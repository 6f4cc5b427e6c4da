"""Cover for absence: who is away, and who decides in their place."""
