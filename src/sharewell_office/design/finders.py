"""The few files of npm packages that Sharewell serves, and no others: two design systems, and age for browsers.

The npm packages also hold the GDS Transport fonts and the crown and crest, which only services on gov.uk may use.
They stay in node_modules: a file leaves it only by being named here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_GOVUK = "govuk-frontend/dist/govuk"
_MOJ = "@ministryofjustice/frontend/moj"

SERVED = {
    "govuk/govuk-frontend.min.css": f"{_GOVUK}/govuk-frontend.min.css",
    "govuk/govuk-frontend.min.css.map": f"{_GOVUK}/govuk-frontend.min.css.map",
    "govuk/govuk-frontend.min.js": f"{_GOVUK}/govuk-frontend.min.js",
    "govuk/govuk-frontend.min.js.map": f"{_GOVUK}/govuk-frontend.min.js.map",
    "moj/moj-frontend.min.css": f"{_MOJ}/moj-frontend.min.css",
    "moj/moj-frontend.min.css.map": f"{_MOJ}/moj-frontend.min.css.map",
    # Bundled by `npm run bundle` from age-encryption and noble, as they are in package-lock.json.
    "age/age.js": ".sharewell/age.js",
}


class FrontendFinder(BaseFinder):
    """Finds `SERVED` under `settings.SHAREWELL_FRONTEND`, the node_modules folder."""

    def check(self, **kwargs: object) -> list[object]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        """The file to serve at this static path, as Django asks for it: a path, or nothing at all."""
        source = SERVED.get(path)
        found = [str(_frontend() / source)] if source and (_frontend() / source).is_file() else []
        return found if find_all else "".join(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each file with a storage that reads it, for `collectstatic`."""
        for path, source in SERVED.items():
            storage = _OneFile(path, _frontend() / source)
            if storage.file.is_file():
                yield path, storage


class _OneFile(FileSystemStorage):
    """A storage of exactly one file, known here by the path it is served at."""

    def __init__(self, served_at: str, file: Path) -> None:
        super().__init__(location=file.parent)
        self.served_at = served_at
        self.file = file

    def path(self, name: str) -> str:
        return str(self.file) if name == self.served_at else super().path(name)


def _frontend() -> Path:
    return Path(settings.SHAREWELL_FRONTEND)
