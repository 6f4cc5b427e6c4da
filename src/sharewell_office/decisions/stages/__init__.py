"""The pages on which a request's questions are asked: a stage after the other, a few questions to a page."""
