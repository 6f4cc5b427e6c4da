"""The data protection impact assessment: seven steps, risks as rows, and measures that hold a release back."""
