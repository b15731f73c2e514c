"""Pytest plug-in that keeps built asset bundles between test classes and between runs.

Odoo builds a bundle when a browser first asks for it, and a test rolls that back: each tour would pay some ten seconds
of minifying and Sass for files that have not changed. Odoo's bundle address holds a checksum of what went into it, so
the built text can be kept on disk under that address; everything else about serving a bundle stays Odoo's.
"""

import hashlib
import os
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    folder = os.environ.get("COLLECTIONS_ASSET_CACHE")
    if folder:
        from odoo.addons.base.models import assetsbundle  # only now: pytest-odoo has read the configuration

        AssetCache(Path(folder)).attach(assetsbundle.AssetsBundle)


class AssetCache:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def attach(self, bundle_class):
        """Ask the disk before building, and tell it what was built."""
        cache, save = self, bundle_class.save_attachment

        def save_and_keep(bundle, extension, content):
            attachment = save(bundle, extension, content)
            cache.keep(bundle, extension, content)
            return attachment

        bundle_class.save_attachment = save_and_keep
        bundle_class.js = self._restoring(bundle_class.js, "min.js", save)
        bundle_class.css = self._restoring(bundle_class.css, "min.css", save)

    def keep(self, bundle, extension, content):
        if extension not in ("min.js", "min.css") or bundle.css_errors:
            return
        path = self._path(bundle, extension)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(content)
        draft.replace(path)

    def _restoring(self, build, extension, save):
        def restored_or_built(bundle):
            if not bundle.is_debug_assets and not bundle.get_attachments(extension):
                path = self._path(bundle, extension)
                if path.exists():
                    save(bundle, extension, path.read_text())
            return build(bundle)

        return restored_or_built

    def _path(self, bundle, extension):
        unique = bundle.get_version("css" if bundle.is_css(extension) else "js")
        address = bundle.get_asset_url(unique=unique, extension=extension)
        return self.folder / hashlib.sha256(address.encode()).hexdigest()
