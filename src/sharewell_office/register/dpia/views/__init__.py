"""Assessments on screen: the whole as a task list, one page for each part, risk and measure, and the steps after it."""

from sharewell_office.register.dpia.views.stepping import step
from sharewell_office.register.dpia.views.whole import dpia, file, measure_done, new
from sharewell_office.register.dpia.views.writing import measure, part, risk

__all__ = ["dpia", "file", "measure", "measure_done", "new", "part", "risk", "step"]
