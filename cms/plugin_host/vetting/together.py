"""All plugins at once, installed as in a real start."""

from collections.abc import Mapping, Sequence

import django
from django.conf import settings

from cms.plugin_host.boot.children import Finding
from cms.plugin_host.boot.manifest import Manifest

from . import declarations, examination, site_wide


def look(packages: Sequence[str], *, strictly: bool) -> Mapping[str, Finding]:
    """Start the site with the plugins and return what is to say about each; raise whatever the start raises.

    strictly: also for faults that may be the site's own, so that each plugin is then looked at alone.
    """
    declarations.remember_places()
    django.setup()
    plugins: Sequence[Manifest] = settings.PLUGINS.loaded
    findings = {plugin.package: examination.doors(plugin) for plugin in plugins}
    if not any(findings.values()):
        findings = {plugin.package: examination.rules(plugin) for plugin in plugins}
    if not any(findings.values()):
        # Only when each is good by itself can the site as a whole be asked.
        found = site_wide.examine(plugins, strictly=strictly)
        findings = {plugin.package: found.of(plugin) for plugin in plugins}
    return {package: finding for package, finding in findings.items() if finding}
