"""The survey of sharing: asked of every team, chased by itself, held against the register."""
